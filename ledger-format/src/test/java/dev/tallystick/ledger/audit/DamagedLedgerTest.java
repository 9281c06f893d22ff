package dev.tallystick.ledger.audit;

import static dev.tallystick.ledger.audit.Audits.assertReason;
import static dev.tallystick.ledger.audit.Audits.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.shares.RecordedSecrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Ledgers that were cut, overwritten or flipped after they were written. */
class DamagedLedgerTest {
    private static final String NODE0 = "ccf7-service/node0/ledger";
    private static final String RECOVERED = "ccf7-service/recovered_node/ledger";

    @TempDir private Path copy;

    private Path copyOf(String directory) {
        return Audits.copy(directory, copy);
    }

    private void edit(String file, Consumer<byte[]> change) throws IOException {
        byte[] bytes = Files.readAllBytes(copy.resolve(file));
        change.accept(bytes);
        Files.write(copy.resolve(file), bytes);
    }

    @Test
    void aTruncatedLedgerIsReported() throws IOException {
        copyOf(NODE0);
        Path open = copy.resolve("ledger_287");
        long size = Files.size(open);
        for (long cut : new long[] {1, 7, 8, 9, 100, 1000, 5000}) {
            try (RandomAccessFile file = new RandomAccessFile(open.toFile(), "rw")) {
                file.setLength(size - cut);
            }
            AuditException e =
                    assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)));
            assertEquals(open, e.file());
            AuditReport report = audit(AuditOptions.of(copy).allowUnsignedTail());
            assertTrue(
                    report.openEnd().unsignedEntries() + report.openEnd().tornBytes() > 0,
                    "cut of " + cut);
            assertReason(
                    "the ledger is signed up to ",
                    () ->
                            audit(
                                    AuditOptions.of(copy)
                                            .allowUnsignedTail()
                                            .withExpectedLast(new TxId(2, 326))));
        }
    }

    @Test
    void whatADyingNodeLeavesBehindIsReportedNotRefused() throws IOException {
        Path newFile = copyOf(NODE0).resolve("ledger_327");
        for (int size : new int[] {0, 3, 8}) {
            Files.write(newFile, new byte[size]);
            assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)), "size " + size);
            assertEquals(326, audit(AuditOptions.of(copy).allowUnsignedTail()).last().seqno());
        }
        for (String name : List.of("ledger_327", "ledger_287")) {
            Files.delete(copy.resolve(name));
        }
        Path complete = copy.resolve("ledger_272-286.committed");
        byte[] bytes = Files.readAllBytes(complete);
        Files.delete(complete);
        Arrays.fill(bytes, 0, 8, (byte) 0);
        int table = bytes.length - 4 * 15;
        for (int size : new int[] {table, table + 1, table + 4, bytes.length - 1, bytes.length}) {
            Files.write(copy.resolve("ledger_272"), Arrays.copyOf(bytes, size));
            assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)), "size " + size);
            AuditReport report = audit(AuditOptions.of(copy).allowUnsignedTail());
            assertEquals(new TxId(2, 286), report.lastSigned());
            assertEquals(size - table, report.openEnd().tornBytes());
        }
        bytes[table + 5] ^= 1;
        Files.write(copy.resolve("ledger_272"), bytes);
        assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy).allowUnsignedTail()));
    }

    @Test
    void damagedFilesNeverRaiseAnythingElse() throws IOException {
        copyOf("ccf7-service/logging_app/ledger");
        Path file = copy.resolve("ledger_11");
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(9);
        for (int round = 0; round < 40; round++) {
            byte[] bad =
                    Arrays.copyOf(good, good.length - random.nextInt(3) * random.nextInt(2000));
            for (int i = random.nextInt(6); i >= 0; i--) {
                int at = random.nextInt(bad.length);
                bad[at] = (byte) random.nextInt();
                bad[(at + 1) % bad.length] = (byte) random.nextInt();
            }
            Files.write(file, bad);
            try {
                audit(AuditOptions.of(copy).allowUnsignedTail());
            } catch (AuditException e) {
                assertTrue(e.seqno() > 0, e::getMessage);
            }
        }
    }

    @Test
    void trailingGarbageIsReported() throws IOException {
        copyOf(NODE0);
        Path open = copy.resolve("ledger_287");
        Files.write(open, new byte[] {0}, StandardOpenOption.APPEND);
        assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)));
        assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy).allowUnsignedTail()));
    }

    @Test
    void aChangedEntryIsNamed() throws IOException {
        copyOf(NODE0);
        edit(
                "ledger_157-224.committed",
                bytes -> bytes[8 + 8] ^= 1); // encryption tag of the first entry
        AuditException e = assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)));
        AuditException placed = Diagnosis.of(AuditOptions.of(copy), e);
        assertEquals(157, placed.seqno());
        assertEquals(16, placed.offset());
        assertTrue(placed.reason().contains(", the one that was signed is 0x"), placed::getMessage);
    }

    @Test
    void damageInTheMiddleOfAnOpenFileIsNotTakenForATornEnd() throws IOException {
        copyOf(NODE0);
        edit(
                "ledger_287",
                bytes -> bytes[8 + 5] ^= 1); // size of the first entry becomes 16 MiB larger
        assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy).allowUnsignedTail()));
    }

    @ParameterizedTest
    @CsvSource({
        NODE0 + ", 1, 200",
        RECOVERED + ", 2, 12",
        "ccf-services/eol_service/ledger, 3, 12",
        "ccf7-service/logging_app/ledger, 4, 12",
        "ccf-services/cose_flipflop_service/ledger, 5, 12"
    })
    void anyFlippedBitIsDetected(String directory, long seed, int flips) throws IOException {
        copyOf(directory);
        List<Path> files;
        try (var list = Files.list(copy)) {
            files = list.sorted().toList();
        }
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        Random random = new Random(seed);
        for (int i = 0; i < flips; i++) {
            long position = random.nextLong(total);
            for (Path file : files) {
                if (position < Files.size(file)) {
                    assertFlipIsDetected(file, position, 1 << random.nextInt(8));
                    break;
                }
                position -= Files.size(file);
            }
        }
    }

    @Test
    void anyFlippedBitOfOffsetAndTableIsDetected() throws IOException {
        copyOf("ccf7-service/logging_app/ledger");
        for (String name : List.of("ledger_1-10.committed", "ledger_11")) {
            Path file = copy.resolve(name);
            for (int bit = 0; bit < 64; bit++) {
                assertFlipIsDetected(file, bit / 8, 1 << (bit % 8));
            }
        }
        Path committed = copy.resolve("ledger_1-10.committed");
        long size = Files.size(committed);
        for (long at = size - 40; at < size; at++) {
            assertFlipIsDetected(committed, at, 1 << (at % 8));
        }
    }

    /**
     * The entry that no signature covers: every byte of it but those that only the ledger secret
     * can check.
     */
    @Test
    void anyFlippedBitOfTheLastSignatureIsDetected() throws IOException {
        copyOf("ccf7-service/logging_app/ledger");
        Path file = copy.resolve("ledger_11");
        byte[] bytes = Files.readAllBytes(file);
        int start = 8;
        for (int at = 8; at < bytes.length; at += size(bytes, at)) {
            start = at;
        }
        int undetected = 0;
        for (int at = start; at < bytes.length; at++) {
            boolean isTag = at >= start + 8 && at < start + 24;
            boolean isEvidence = at >= start + 85 && at < start + 117;
            if (isTag || isEvidence) {
                undetected++;
            } else if (at % 11 == 0 || at < start + 150) {
                assertFlipIsDetected(file, at, 1 << (at % 8));
            }
        }
        assertEquals(undetected, audit(AuditOptions.of(copy)).openEnd().sealedByteCount());
    }

    @Test
    void theLedgerSecretsMakeEveryByteCheckable() throws IOException {
        copyOf(NODE0);
        LedgerSecrets secrets =
                RecordedSecrets.recover(RecordedLedger.entries(NODE0), "ccf7-service/keys", 2);
        AuditOptions options = AuditOptions.of(copy).withSecrets(secrets);
        assertEquals(0, audit(options).openEnd().sealedByteCount());
        Path file = copy.resolve("ledger_287");
        byte[] bytes = Files.readAllBytes(file);
        int start = 8;
        for (int at = 8; at < bytes.length; at += size(bytes, at)) {
            start = at;
        }
        for (int offset : new int[] {8, 23, 85, 116}) {
            flip(file, start + offset, 4);
            audit(AuditOptions.of(copy));
            assertThrows(AuditException.class, () -> audit(options), () -> "byte " + offset);
            flip(file, start + offset, 4);
        }
    }

    private static int size(byte[] bytes, int at) {
        return 8
                + (bytes[at + 2] & 0xff)
                + ((bytes[at + 3] & 0xff) << 8)
                + ((bytes[at + 4] & 0xff) << 16);
    }

    private void assertFlipIsDetected(Path file, long position, int mask) throws IOException {
        flip(file, position, mask);
        try {
            assertThrows(
                    AuditException.class,
                    () -> audit(AuditOptions.of(copy)),
                    () -> "bit " + mask + " of byte " + position + " of " + file.getFileName());
        } finally {
            flip(file, position, mask);
        }
    }

    private static void flip(Path file, long position, int mask) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(position);
            int value = access.read();
            access.seek(position);
            access.write(value ^ mask);
        }
    }
}
