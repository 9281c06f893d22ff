package dev.tallystick.ledger.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** The check in place accepts, refuses and hashes exactly what the decoder does. */
class EntryCheckTest {
    private final EntryDecoder decoder = new EntryDecoder();
    private final LedgerSecret secret = LedgerSecret.random(1);

    private byte[] entry(MapWrites... maps) {
        return new EntryEncoder()
                .encode(new TxId(2, 7), EntryFlags.NONE, WriteSet.of(maps), Digest.ZERO, secret)
                .bytes();
    }

    private static MapWrites put(String map, String key) {
        return MapWrites.put(map, Bytes.utf8(key), Bytes.utf8("value"));
    }

    @Test
    void onlyTheServicesOwnTablesAreKept() {
        byte[] application = entry(put("public:records", "a"), put("records", "b"));
        byte[] service = entry(put("public:ccf.gov.nodes.info", "n"), put("public:zz", "z"));
        assertEquals(null, decoder.check(application, 0, application.length).entry());
        assertEquals(
                decoder.decodePublic(service), decoder.check(service, 0, service.length).entry());
    }

    @Test
    void anEntryIsCheckedWhereverItLies() {
        byte[] entry = entry(put("public:records", "a"));
        byte[] block = new byte[entry.length + 30];
        System.arraycopy(entry, 0, block, 11, entry.length);
        CheckedEntry checked = decoder.check(block, 11, entry.length);
        assertEquals(decoder.decodePublic(entry).leaf(), checked.leaf());
        assertEquals(new TxId(2, 7), checked.header().txId());
    }

    @Test
    void mutatedEntriesFareAlike() {
        byte[] good =
                entry(
                        put("public:a", "k"),
                        put("public:ä", "k"),
                        put("public:b", "k"),
                        put("private", "p"));
        Random random = new Random(20);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                Digest expected = decoder.decodePublic(bad).leaf();
                assertEquals(expected, decoder.check(bad, 0, bad.length).leaf());
            } catch (LedgerFormatException e) {
                assertThrows(
                        LedgerFormatException.class,
                        () -> decoder.check(bad, 0, bad.length),
                        e::getMessage);
                refused++;
            }
        }
        assertTrue(refused > 1000, "refused " + refused);
    }

    @Test
    void withTheSecretPrivateMapsAndEvidenceAreCheckedToo() {
        LedgerSecrets secrets = LedgerSecrets.of(secret);
        byte[] entry = entry(put("public:a", "k"), put("private", "p"));
        assertEquals(
                decoder.decode(entry, secrets).leaf(),
                decoder.check(entry, 0, entry.length, secrets).leaf());
        byte[] wrongEvidence = entry.clone();
        wrongEvidence[EntryLayout.DIGESTS_OFFSET + Digest.LENGTH] ^= 1;
        assertThrows(
                LedgerFormatException.class,
                () -> decoder.check(wrongEvidence, 0, entry.length, secrets));
        byte[] wrongCiphertext = entry.clone();
        wrongCiphertext[entry.length - 1] ^= 1;
        assertThrows(
                LedgerFormatException.class,
                () -> decoder.check(wrongCiphertext, 0, entry.length, secrets));
        LedgerSecrets another = LedgerSecrets.of(LedgerSecret.random(1));
        assertThrows(
                LedgerFormatException.class, () -> decoder.check(entry, 0, entry.length, another));
    }
}
