package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.entry.MapWrites;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process whose heap is much smaller than a ledger audits it. */
class FixedHeapTest {
    private static final int ENTRIES = 60_000;
    private static final int VALUE_BYTES = 1200;
    private static final int ENTRIES_PER_SIGNATURE = 5000;

    @TempDir private Path directory;
    @TempDir private Path output;

    @Test
    void theHeapDoesNotGrowWithTheLedger() throws Exception {
        writeLedger();
        assertTrue(size() > 80 << 20, "bytes " + size());
        Path log = output.resolve("log");
        Process audit =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx40m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FixedHeapTest.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertTrue(audit.waitFor(120, TimeUnit.SECONDS), "still running");
            assertEquals(0, audit.exitValue(), () -> read(log));
        } finally {
            audit.destroyForcibly();
        }
    }

    /** What the process runs. */
    public static void main(String[] arguments) throws IOException {
        AuditReport report =
                LedgerAuditor.audit(AuditOptions.of(Path.of(arguments[0])), AuditListener.NONE);
        if (report.counts().transactions() < ENTRIES) {
            throw new IllegalStateException("only " + report.counts().transactions());
        }
    }

    private void writeLedger() {
        SmallLedger ledger = new SmallLedger(directory).begin();
        Bytes value = Bytes.wrap(new byte[VALUE_BYTES]);
        for (int i = 1; i <= ENTRIES; i++) {
            ledger.write(MapWrites.put("public:records", Bytes.utf8("key" + i), value));
            if (i % ENTRIES_PER_SIGNATURE == 0) {
                ledger.signAndCommit();
            }
        }
        ledger.close();
    }

    private long size() throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
