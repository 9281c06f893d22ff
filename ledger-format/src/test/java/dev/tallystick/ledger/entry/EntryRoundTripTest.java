package dev.tallystick.ledger.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is encoded is decoded again, for any write set; and what must never be encoded. */
@Tag("crypto")
class EntryRoundTripTest {
    private static final LedgerSecret SECRET = LedgerSecret.random(1);
    private static final WriteSet ONE_WRITE =
            WriteSet.of(MapWrites.put("m", Bytes.utf8("k"), Bytes.utf8("v")));

    private final EntryEncoder encoder = new EntryEncoder();
    private final EntryDecoder decoder = new EntryDecoder();

    @Test
    void anyWriteSetComesBack() {
        LedgerSecret later = LedgerSecret.random(200);
        LedgerSecrets secrets = LedgerSecrets.of(SECRET, later);
        for (int seqno = 1; seqno <= 400; seqno++) {
            Random random = new Random(seqno);
            TxId id = new TxId(random.nextInt(1, Integer.MAX_VALUE), seqno);
            WriteSet writes = randomWriteSet(random);
            Digest claims = Digest.wrap(randomBytes(random, 32));
            LedgerSecret secret = seqno < 200 ? SECRET : later;
            int flags = random.nextInt(4);

            EncodedEntry encoded = encoder.encode(id, flags, writes, claims, secret);
            Entry entry = decoder.decode(encoded.bytes(), secrets);

            String where = "seed " + seqno;
            assertEquals(id, entry.txId(), where);
            assertEquals(flags, entry.flags(), where);
            assertEquals(claims, entry.claims(), where);
            assertEquals(writes.publicMaps(), entry.publicWrites().maps(), where);
            assertEquals(new WriteSet(writes.privateMaps()), entry.privateWrites(), where);
            assertEquals(Digest.sha256(encoded.bytes()), entry.writeSetDigest(), where);
            assertEquals(encoded.writeSetDigest(), entry.writeSetDigest(), where);
            Digest evidence = CommitEvidence.digest(CommitEvidence.text(secret, id));
            assertEquals(evidence, entry.commitEvidenceDigest(), where);
            Digest leaf = Digest.sha256(entry.writeSetDigest(), evidence, claims);
            assertEquals(leaf, encoded.leaf(), where);
            assertEquals(leaf, entry.leaf(), where);
            assertNull(decoder.decodePublic(encoded.bytes()).privateWrites(), where);
        }
    }

    private static WriteSet randomWriteSet(Random random) {
        String[] names = {"a", "b", "public:a", "public:b", "grün", "public:ß", "", "public:"};
        List<MapWrites> maps = new ArrayList<>();
        for (String name : names) {
            if (random.nextInt(3) == 0) {
                maps.addFirst(randomMap(random, name));
            }
        }
        return maps.isEmpty() ? ONE_WRITE : new WriteSet(maps);
    }

    private static MapWrites randomMap(Random random, String name) {
        TreeMap<Bytes, Bytes> writes = new TreeMap<>();
        TreeSet<Bytes> removals = new TreeSet<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            Bytes key = Bytes.wrap(randomBytes(random, random.nextInt(20)));
            int size = random.nextInt(50) == 0 ? 1 << 20 : random.nextInt(300);
            writes.put(key, Bytes.wrap(randomBytes(random, size)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            removals.add(Bytes.wrap(randomBytes(random, random.nextInt(20))));
        }
        return new MapWrites(name, writes, removals);
    }

    private static byte[] randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void theSameIdIsNotEncryptedTwiceInARow() {
        encoder.encode(new TxId(2, 5), 0, ONE_WRITE, Digest.ZERO, SECRET);

        assertThrows(
                IllegalStateException.class,
                () -> encoder.encode(new TxId(2, 5), 0, ONE_WRITE, Digest.ZERO, SECRET));
    }

    @Test
    void idsThatNoEntryCanHaveAreADefect() {
        for (TxId id : List.of(new TxId(0, 1), new TxId(2, 0), new TxId(1L << 31, 1))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> encoder.encode(id, 0, ONE_WRITE, Digest.ZERO, SECRET),
                    id.toString());
        }
    }

    @Test
    void aSecretThatIsNotYetValidIsADefect() {
        LedgerSecret later = LedgerSecret.random(7);

        assertThrows(
                IllegalStateException.class,
                () -> encoder.encode(new TxId(2, 6), 0, ONE_WRITE, Digest.ZERO, later));
    }

    @Test
    void mapsAreSortedPublicFirstAndByTheirBytes() {
        WriteSet writes =
                WriteSet.of(put("z"), put("public:\uD834\uDD1E"), put("a"), put("public:\uFB01"));

        assertEquals(
                List.of("public:\uFB01", "public:\uD834\uDD1E", "a", "z"),
                writes.maps().stream().map(MapWrites::name).toList());
        assertEquals(2, writes.publicMaps().size());
        assertThrows(IllegalArgumentException.class, () -> WriteSet.of(put("a"), put("a")));
        assertThrows(
                IllegalArgumentException.class, () -> WriteSet.of(put("a"), put("b"), put("a")));
    }

    private static MapWrites put(String name) {
        return MapWrites.put(name, Bytes.EMPTY, Bytes.EMPTY);
    }
}
