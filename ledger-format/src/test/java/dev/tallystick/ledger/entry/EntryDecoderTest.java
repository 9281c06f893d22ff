package dev.tallystick.ledger.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The checks of spec 01, 2.9, and bytes that nobody would write. */
class EntryDecoderTest {
    private static final LedgerSecret SECRET = LedgerSecret.of(new byte[32], 1);
    private static final LedgerSecrets SECRETS = LedgerSecrets.of(SECRET);
    private static final byte[] PUBLIC_T =
            block("public:t", 0, 1, "k", "v"); // one write, no removal

    private final EntryDecoder decoder = new EntryDecoder();

    /** A map block with writes and no removal, and any read count. */
    private static byte[] block(String name, long reads, long writes, String... keysAndValues) {
        ByteBuffer block = ByteBuffer.allocate(500).order(ByteOrder.LITTLE_ENDIAN);
        putText(block, name);
        block.putLong(0).putLong(reads).putLong(writes);
        for (String text : keysAndValues) {
            putText(block, text);
        }
        block.putLong(0);
        return Arrays.copyOf(block.array(), block.position());
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] utf8 = Bytes.utf8(text).toArray();
        out.putLong(utf8.length).put(utf8);
    }

    /** An entry of the current type whose public domain ends with {@code blocks}; not sealed. */
    private static byte[] entry(byte[]... blocks) {
        int publicLength = 81 + Arrays.stream(blocks).mapToInt(block -> block.length).sum();
        ByteBuffer out = ByteBuffer.allocate(44 + publicLength).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(EntryLayout.headerWord(0, out.capacity()));
        out.position(24).putLong(3).putInt(2).putLong(publicLength);
        out.put((byte) 4).putLong(3).position(44 + 81);
        for (byte[] block : blocks) {
            out.put(block);
        }
        return out.array();
    }

    private void assertRefused(byte[] entry, String reason) {
        var e = assertThrows(LedgerFormatException.class, () -> decoder.decodePublic(entry));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }

    private static byte[] with(byte[] entry, int offset, int value) {
        byte[] changed = entry.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    @Test
    void theHandMadeEntryIsSound() {
        Entry entry = decoder.decodePublic(entry(PUBLIC_T));

        assertEquals(new TxId(2, 3), entry.txId());
        assertEquals(
                Bytes.utf8("v"),
                entry.publicWrites().value("public:t", Bytes.utf8("k")).orElseThrow());
    }

    @Test
    void headersThatDoNotFitAreRefused() {
        byte[] sound = entry(PUBLIC_T);
        assertRefused(with(sound, 0, 2), "version is 2");
        assertRefused(with(sound, 2, sound[2] + 1), "announces");
        assertRefused(Arrays.copyOf(sound, sound.length - 1), "announces");
        assertRefused(new byte[7], "only 7 bytes");
        assertRefused(new byte[0], "only 0 bytes");
        assertRefused(with(sound, 36, 80), "public domain of 80 bytes");
        assertRefused(with(sound, 43, 0x80), "does not fit");
        assertRefused(with(sound, 37, 1), "does not fit");
    }

    @Test
    void unknownTypesAndSnapshotsAreRefused() {
        byte[] sound = entry(PUBLIC_T);
        assertRefused(with(sound, 44, 5), "unknown entry type 5");
        assertRefused(with(sound, 44, 1), "snapshot");
        assertRefused(with(sound, 35, 0x80), "snapshot");
    }

    @Test
    void viewAndSeqnoMustBeThoseOfATransaction() {
        byte[] sound = entry(PUBLIC_T);
        assertRefused(with(sound, 32, 0), "view 0");
        assertRefused(with(with(sound, 45, 0), 24, 0), "seqno 0");
        assertRefused(with(sound, 24, 4), "its IV 4");
    }

    @Test
    void mapsAppearOnceAndWhereTheyBelong() {
        assertRefused(entry(PUBLIC_T, PUBLIC_T), "public:t occurs twice");
        assertRefused(entry(block("t", 0, 0)), "private map in the public domain");
        assertRefused(entry(block("public:t", 1, 0)), "records reads");
        byte[] notUtf8 = block("public:t", 0, 0);
        assertRefused(entry(with(notUtf8, 15, 0xff)), "not UTF-8");
    }

    @Test
    void lengthsAndCountsBeyondTheEndAreRefused() {
        assertRefused(entry(block("public:t", 0, 2, "k", "v")), "where");
        assertRefused(entry(block("public:t", 0, Long.MAX_VALUE)), "a count of");
        assertRefused(entry(block("public:t", 0, -1)), "a count of");
        assertRefused(entry(PUBLIC_T, new byte[1]), "8 bytes expected where 1 are left");
        assertRefused(entry(Arrays.copyOf(PUBLIC_T, PUBLIC_T.length - 8)), "are left");
        byte[] hugeName = with(PUBLIC_T, 7, 0x7f);
        assertRefused(entry(hugeName), "a length of");
    }

    @Test
    void aSignatureTransactionWritesNothingElse() {
        byte[] cose = block(TableNames.COSE_SIGNATURES, 0, 0);
        byte[] signatures = block(TableNames.SIGNATURES, 0, 0);
        byte[] tree = block(TableNames.TREE, 0, 0);
        assertTrue(decoder.decodePublic(entry(cose, signatures, tree)).isSignature());
        assertTrue(decoder.decodePublic(entry(signatures, tree)).isSignature());
        assertRefused(entry(signatures), "signature transaction");
        assertRefused(entry(signatures, cose), "signature transaction");
        assertRefused(entry(signatures, tree, PUBLIC_T), "signature transaction");
    }

    @Test
    void entriesThatAreNotAuthenticAreRefused() {
        WriteSet writes = WriteSet.of(MapWrites.put("m", Bytes.utf8("k"), Bytes.utf8("v")));
        byte[] bytes =
                new EntryEncoder().encode(new TxId(2, 3), 0, writes, Digest.ZERO, SECRET).bytes();
        LedgerSecrets others = LedgerSecrets.of(LedgerSecret.random(1));
        LedgerSecrets later = LedgerSecrets.of(LedgerSecret.of(new byte[32], 4));

        assertTrue(decoder.decode(bytes, SECRETS).privateWrites() != null);
        for (LedgerSecrets wrong : List.of(others, later, LedgerSecrets.NONE)) {
            assertThrows(LedgerFormatException.class, () -> decoder.decode(bytes, wrong));
        }
        byte[] flipped = with(bytes, bytes.length - 1, bytes[bytes.length - 1] ^ 1);
        assertThrows(LedgerFormatException.class, () -> decoder.decode(flipped, SECRETS));
        assertEquals(WriteSet.EMPTY, decoder.decodePublic(flipped).publicWrites());
    }

    /** Replay: set the first run to the one of the failure. */
    @Test
    void randomChangesAreReadOrRefusedByOneExceptionOnly() {
        byte[] sound = entry(block("public:a", 0, 2, "k", "v", "l", "w"), PUBLIC_T);
        for (int run = 0; run < 50_000; run++) {
            Random random = new Random(run);
            byte[] bytes = changed(sound, random);
            try {
                decoder.decodePublic(bytes);
            } catch (LedgerFormatException expected) {
                assertTrue(expected.getMessage() != null);
            } catch (RuntimeException e) {
                fail("run " + run, e);
            }
            readPrivate(bytes, run);
        }
    }

    /** The same bytes as a private domain, which only a holder of the secret could have sealed. */
    private static void readPrivate(byte[] bytes, int run) {
        int from = Math.min(bytes.length, 125);
        try {
            new DomainReader(bytes, from, bytes.length - from).maps(run % 2 == 0);
        } catch (LedgerFormatException expected) {
            assertTrue(expected.getMessage() != null);
        } catch (RuntimeException e) {
            fail("run " + run, e);
        }
    }

    private static byte[] changed(byte[] sound, Random random) {
        int kind = random.nextInt(4);
        if (kind == 0) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] bytes = sound.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (kind == 1 ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
        }
        if (kind == 3) {
            bytes = Arrays.copyOf(bytes, random.nextInt(53, bytes.length));
            int size = bytes.length - 8;
            bytes[2] = (byte) size;
            bytes[3] = (byte) (size >> 8);
        }
        return bytes;
    }
}
