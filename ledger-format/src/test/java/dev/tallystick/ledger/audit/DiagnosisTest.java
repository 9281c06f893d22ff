package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedServices;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** One wrong byte of a recorded ledger is named. */
class DiagnosisTest {
    /** A file whose entries are all small enough to be searched, and signed by later ones. */
    private static final String CHUNK = "ledger_157-224.committed";

    @TempDir private Path copy;

    private byte[] copyLedger() throws IOException {
        for (Path file : RecordedServices.files("ccf7-service/node0/ledger")) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        return Files.readAllBytes(copy.resolve(CHUNK));
    }

    private AuditException diagnose(byte[] damaged) throws IOException {
        Files.write(copy.resolve(CHUNK), damaged);
        AuditOptions options = AuditOptions.of(copy);
        AuditException fault =
                assertThrows(
                        AuditException.class,
                        () -> LedgerAuditor.audit(options, AuditListener.NONE));
        return Diagnosis.of(options, fault);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aFlippedBitIsNamedWhereverItIs(long seed) throws IOException {
        byte[] good = copyLedger();
        int table = good.length - 4 * 68;
        int[] places =
                IntStream.concat(
                                new Random(seed).ints(8, 8, table),
                                new Random(seed).ints(3, table, good.length))
                        .toArray();
        for (int at : places) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << (at % 8));
            AuditException named = diagnose(bad);
            assertEquals(at, named.offset(), () -> "byte " + at + ": " + named.getMessage());
            assertEquals(copy.resolve(CHUNK), named.file());
        }
    }

    @Test
    void eachByteOfTheTableOffsetIsNamed() throws IOException {
        byte[] good = copyLedger();
        for (int at = 0; at < 8; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            assertEquals(at, diagnose(bad).offset());
        }
    }

    @Test
    void theSizeOfAnEntryIsNamed() throws IOException {
        byte[] good = copyLedger();
        for (int at = 8; at < 16; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            AuditException named = diagnose(bad);
            assertEquals(at, named.offset(), named::getMessage);
            assertEquals(157, named.seqno());
        }
    }

    @Test
    void aByteWithAnyOtherValueIsNamed() throws IOException {
        byte[] bad = copyLedger();
        int at = 8 + 100;
        bad[at] ^= 0x5a;
        AuditException named = diagnose(bad);
        assertEquals(at, named.offset(), named::getMessage);
        assertTrue(named.reason().startsWith("the byte is 0x"), named::reason);
    }

    @Test
    void twoWrongBytesNameTheEntry() throws IOException {
        byte[] bad = copyLedger();
        bad[8 + 100] ^= 0x5a;
        bad[8 + 120] ^= 0x5a;
        AuditException named = diagnose(bad);
        assertEquals(157, named.seqno());
        assertTrue(
                named.reason().contains("bytes of the entry at offset 8 are not the ones"),
                named::reason);
    }

    @Test
    void ofTwoWrongEntriesTheFirstIsNamedOnAnyNumberOfThreads() throws IOException {
        byte[] bad = copyLedger();
        int[] offsets = offsets(bad);
        bad[offsets[3] + 60] ^= 1;
        bad[offsets[40] + 60] ^= 1;
        Files.write(copy.resolve(CHUNK), bad);
        for (int threads : List.of(1, 2, 5)) {
            AuditOptions options = AuditOptions.of(copy).onThreads(threads);
            AuditException fault =
                    assertThrows(
                            AuditException.class,
                            () -> LedgerAuditor.audit(options, AuditListener.NONE));
            assertEquals(offsets[3] + 60, Diagnosis.of(options, fault).offset());
        }
    }

    private static int[] offsets(byte[] chunk) {
        return IntStream.iterate(8, at -> at < chunk.length - 4 * 68, at -> at + size(chunk, at))
                .toArray();
    }

    private static int size(byte[] bytes, int at) {
        return 8
                + (bytes[at + 2] & 0xff)
                + ((bytes[at + 3] & 0xff) << 8)
                + ((bytes[at + 4] & 0xff) << 16);
    }
}
