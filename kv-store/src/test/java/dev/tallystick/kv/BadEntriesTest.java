package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a backup refuses, it refuses without a trace. */
class BadEntriesTest {
    private static final String REKEY = "public:rekey";
    private static final String MAP = "public:log";
    private static final int GOOD = (int) BadEntry.SEQNO - 1;
    private static final int MUTATIONS = 10_000;

    private final StoreFixture primary = StoreFixture.primary();
    private final LedgerSecret rekeyed = LedgerSecret.random(3);
    private final List<byte[]> entries = new ArrayList<>();
    private final List<Store> backups = new ArrayList<>();

    /** Seqnos at which the hooks of the last backup have run. */
    private final List<Long> hooked = new ArrayList<>();

    BadEntriesTest() {
        primary.store.onLocal(REKEY, (seqno, writes) -> primary.store.addSecret(rekeyed));
        primary.put(MAP, "a", "1");
        primary.put(REKEY, "k", "v");
        primary.store.sign();
        primary.put(MAP, "b", "4");
        primary.write(
                tx -> {
                    tx.map(MAP).put(Bytes.utf8("c"), Bytes.utf8("good"));
                    tx.map(MAP).remove(Bytes.utf8("a"));
                    tx.map("log").put(Bytes.utf8("secret"), Bytes.utf8("good"));
                });
        primary.store.sign();
        primary.put(MAP, "d", "7");
        primary.sink.awaitSeqno(7).forEach(entry -> entries.add(entry.bytes()));
    }

    @AfterEach
    void close() {
        primary.close();
        backups.forEach(Store::close);
    }

    /** A backup that has applied the first {@code count} entries; three of them are committed. */
    private Store backup(int count, boolean isPublicOnly) {
        LedgerSecrets secrets =
                isPublicOnly ? LedgerSecrets.NONE : LedgerSecrets.of(primary.secret);
        Store backup =
                new Store(
                        BothModes.options(),
                        secrets,
                        StoreFixture::rootInClear,
                        new RecordingSink());
        backups.add(backup);
        if (isPublicOnly) {
            backup.transfer().setPublicOnly();
        } else {
            backup.onLocal(REKEY, (seqno, writes) -> backup.addSecret(rekeyed));
        }
        for (byte[] entry : entries.subList(0, count)) {
            backup.apply(entry, BadEntriesTest::verify);
        }
        if (count > 3) {
            backup.compact(3);
        }
        hooked.clear();
        for (String map : List.of(MAP, "log", "public:a", "a", TableNames.SIGNATURES)) {
            backup.onLocal(map, (seqno, writes) -> hooked.add(seqno));
            backup.onGlobal(map, (seqno, writes) -> hooked.add(seqno));
        }
        return backup;
    }

    private static void verify(Entry entry, Digest root, Transaction before) {
        String signed =
                entry.publicWrites()
                        .value(TableNames.SIGNATURES, Bytes.EIGHT_ZEROS)
                        .map(Bytes::utf8)
                        .orElse("nothing");
        if (!signed.equals(root.hex())) {
            throw new LedgerFormatException("signed root " + signed + " is not ours: " + root);
        }
    }

    private void assertRefused(Store backup, byte[] bad) {
        StoreContent content = StoreContent.of(backup);
        State state = backup.begin().base();
        assertThrows(LedgerFormatException.class, () -> backup.apply(bad, BadEntriesTest::verify));
        assertSame(state, backup.begin().base());
        assertEquals(content, StoreContent.of(backup));
        assertEquals(List.of(), hooked);
        assertTrue(backup.failure().isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void aBadEntryIsRefusedAndTheGoodOneIsAppliedAfterIt(BadEntry bad) {
        Store backup = backup(GOOD, false);
        assertRefused(backup, bad.from(entries.get(GOOD), rekeyed));

        for (byte[] entry : entries.subList(GOOD, entries.size())) {
            backup.apply(entry, BadEntriesTest::verify);
        }
        assertEquals(StoreContent.of(primary.store), StoreContent.of(backup));
    }

    @ParameterizedTest
    @EnumSource
    void whatABadEntryWouldReplaceStays(BadEntry bad) {
        assertRefused(backup(entries.size(), false), bad.from(entries.get(GOOD), rekeyed));
    }

    @ParameterizedTest
    @EnumSource
    void withoutSecretsAllIsRefusedThatCanBeSeen(BadEntry bad) {
        byte[] entry = bad.from(entries.get(GOOD), rekeyed);
        Store backup = backup(GOOD, true);
        if (bad.isSeenWithoutSecrets()) {
            assertRefused(backup, entry);
            assertRefused(backup(entries.size(), true), entry);
        } else {
            backup.apply(entry, BadEntriesTest::verify);
            hooked.clear();
            assertRefused(backup, entries.get(GOOD + 1)); // signed over another leaf
        }
    }

    @Test
    void anotherEntryThanWasAnnouncedIsRefused() {
        Store backup = backup(GOOD, false);
        byte[] good = entries.get(GOOD);
        for (TxId announced : List.of(new TxId(3, GOOD + 1), new TxId(2, GOOD))) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> backup.apply(good, announced, BadEntriesTest::verify));
        }
        assertEquals(new TxId(2, GOOD), backup.lastTxId());

        TxId id = new TxId(2, GOOD + 1);
        assertEquals(id, backup.apply(good, id, BadEntriesTest::verify).id());
    }

    @Test
    void eachFlippedBitOfAnOrdinaryEntryIsRefused() {
        byte[] good = entries.get(GOOD);
        Store backup = backup(GOOD, false);
        for (int bit = 0; bit < good.length * 8; bit++) {
            if (bit == 9) { // "chunk ends before": only the next signature tells
                continue;
            }
            assertRefused(backup, flipped(good, bit));
        }
    }

    @Test
    void eachFlippedBitOfASignatureIsRefused() {
        byte[] signature = entries.get(GOOD + 1);
        Store backup = backup(GOOD + 1, false);
        for (int bit = 0; bit < signature.length * 8; bit++) {
            if (bit != 8 && bit != 9) { // the flags of chunks
                assertRefused(backup, flipped(signature, bit));
            }
        }
    }

    @Test
    void aFlippedBitThatIsNotSeenAtOnceIsSeenByTheNextSignature() {
        byte[] good = entries.get(GOOD);
        Store backup = backup(GOOD, true);
        TxId last = backup.lastTxId();
        for (int bit = 0; bit < good.length * 8; bit++) {
            try {
                backup.apply(flipped(good, bit), BadEntriesTest::verify);
            } catch (LedgerFormatException e) {
                assertEquals(last, backup.lastTxId());
                continue;
            }
            assertThrows(
                    LedgerFormatException.class,
                    () -> backup.apply(entries.get(GOOD + 1), BadEntriesTest::verify),
                    "bit " + bit);
            backup.rollback(last, 2);
        }
    }

    private static byte[] flipped(byte[] entry, int bit) {
        byte[] flipped = entry.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    @Test
    void mutatedEntriesAreAppliedOrRefusedAndNothingElse() {
        Seeds.forEach(
                1,
                random -> {
                    Store backup = backup(GOOD, false);
                    for (int i = 0; i < MUTATIONS; i++) {
                        applyMutated(backup, random);
                    }
                });
    }

    private void applyMutated(Store backup, Random random) {
        byte[] mutated = mutated(random);
        State before = backup.begin().base();
        StoreContent content = StoreContent.of(backup);
        hooked.clear();
        try {
            TxId id = backup.apply(mutated, BadEntriesTest::verify).id();
            assertEquals(id, backup.lastTxId());
            backup.rollback(before.last(), 2);
        } catch (LedgerFormatException e) {
            assertSame(before, backup.begin().base());
            assertEquals(List.of(), hooked);
        }
        assertEquals(content, StoreContent.of(backup));
    }

    /** Bytes changed, moved, lost or repeated; in most cases encrypted as by a primary. */
    private byte[] mutated(Random random) {
        byte[] entry = entries.get(GOOD + random.nextInt(2));
        if (random.nextInt(4) == 0) {
            return mutated(entry, random);
        }
        ForgedEntry forged = ForgedEntry.of(entry, rekeyed);
        if (random.nextBoolean()) {
            byte[] maps =
                    Arrays.copyOfRange(
                            forged.publicDomain,
                            ForgedEntry.DOMAIN_HEADER,
                            forged.publicDomain.length);
            forged.withPublic(mutated(maps, random));
        } else {
            forged.withPrivate(mutated(forged.privateDomain, random));
        }
        return forged.seal(rekeyed);
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutated = bytes.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && mutated.length > 0; times--) {
            int from = random.nextInt(mutated.length);
            int to = Math.min(mutated.length, from + 1 + random.nextInt(24));
            byte[] part = Arrays.copyOfRange(mutated, from, to);
            byte[] head = Arrays.copyOf(mutated, from);
            byte[] tail = Arrays.copyOfRange(mutated, to, mutated.length);
            switch (random.nextInt(5)) {
                case 0 -> mutated[from] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutated[from] = (byte) random.nextInt();
                case 2 -> mutated = ForgedEntry.concat(head, tail);
                case 3 -> mutated = ForgedEntry.concat(head, part, part, tail);
                default -> mutated = ForgedEntry.concat(head, tail, part);
            }
        }
        return mutated;
    }
}
