package dev.tallystick.ledger.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The worked vector of spec 01, 2.10, both ways. */
@Tag("crypto")
class EntryVectorTest {
    private static final TxId ID = new TxId(2, 3);
    private static final String EVIDENCE =
            "ce:2.3:7adf6a973ab5e7e2dd3ebbaf42aed7258ea53a54c12c5829a4236b416b7bb517";
    private static final String EVIDENCE_DIGEST =
            "0fc2361aca552970e7ca6efee03c5b9c9de019b67f281898813fe709a11872bd";
    private static final String WRITE_SET_DIGEST =
            "88d2af4b29828dae038fe0f9c65f09173c8c7c9862f7b6b9c58caa92cf3c0483";
    private static final String LEAF =
            "e481f676fb484af6426e3d4fa03ea05c4321377d5963d42da79e6d15aecfedeb";
    private static final String ENTRY =
            "0100fb0000000000ab6a695ec629e154de261e4339b71471030000000000000002000000"
                    + "9300000000000000040300000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000"
                    + EVIDENCE_DIGEST
                    + "000000000000000008000000000000007075626c69633a74"
                    + "0000000000000000000000000000000001000000000000000100000000000000"
                    + "6b0100000000000000760000000000000000"
                    + "0cd89f10e22a306107e892509125a1c7ec23231d6954989a37fdedbba1d4e00e07d"
                    + "ab12177ede5d8e98eb7bcccb0bd76000b697800393e5e7809bfae18e7f10394ded5fb";

    private static final LedgerSecret SECRET = LedgerSecret.of(countingBytes(), 1);
    private static final MapWrites PUBLIC_MAP =
            MapWrites.put("public:t", Bytes.utf8("k"), Bytes.utf8("v"));
    private static final MapWrites PRIVATE_MAP =
            new MapWrites(
                    "p",
                    new TreeMap<>(Map.of(Bytes.utf8("a"), Bytes.utf8("b"))),
                    new TreeSet<>(Set.of(Bytes.utf8("c"))));

    private static byte[] countingBytes() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void encodingGivesTheBytesAndDigestsOfTheSpec() {
        WriteSet writes = WriteSet.of(PRIVATE_MAP, PUBLIC_MAP);

        EncodedEntry entry = new EntryEncoder().encode(ID, 0, writes, Digest.ZERO, SECRET);

        assertEquals(ENTRY, Hex.encode(entry.bytes()));
        assertEquals(EVIDENCE_DIGEST, entry.commitEvidenceDigest().hex());
        assertEquals(WRITE_SET_DIGEST, entry.writeSetDigest().hex());
        assertEquals(LEAF, entry.leaf().hex());
    }

    @Test
    void decodingGivesTheTransactionBack() {
        byte[] bytes = Hex.decode(ENTRY);

        Entry entry = new EntryDecoder().decode(bytes, LedgerSecrets.of(SECRET));

        assertEquals(ID, entry.txId());
        assertEquals(EntryType.WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS, entry.type());
        assertEquals(WriteSet.of(PUBLIC_MAP), entry.publicWrites());
        assertEquals(WriteSet.of(PRIVATE_MAP), entry.privateWrites());
        assertEquals(Digest.ZERO, entry.claims());
        assertEquals(LEAF, entry.leaf().hex());
        assertArrayEquals(Hex.decode(ENTRY), bytes, "decoding changed its input");
    }

    @Test
    void commitEvidenceIsThatOfTheSpec() {
        assertEquals(EVIDENCE, CommitEvidence.text(SECRET, ID));
        assertEquals(EVIDENCE_DIGEST, CommitEvidence.digest(EVIDENCE).hex());
    }

    @Test
    void anyFlippedBitOfTheAuthenticatedPartIsRefused() {
        EntryDecoder decoder = new EntryDecoder();
        LedgerSecrets secrets = LedgerSecrets.of(SECRET);
        for (int bit = 8 * 8; bit < ENTRY.length() / 2 * 8; bit++) {
            byte[] bytes = Hex.decode(ENTRY);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThrows(
                    LedgerFormatException.class,
                    () -> decoder.decode(bytes, secrets),
                    "bit " + bit);
        }
    }
}
