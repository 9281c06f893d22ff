package dev.tallystick.node.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.LedgerFilesOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

class LedgerWriterTest {
    private static final int MORE_THAN_THE_QUEUE_HOLDS = 2_000;

    @TempDir Path temp;

    private final BlockingQueue<Long> written = new LinkedBlockingQueue<>();
    private final RecordedFatal fatal = new RecordedFatal();

    private LedgerWriter writer() {
        LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(temp.resolve("ledger")));
        return new LedgerWriter(files, written::add, fatal);
    }

    /** A writer whose first entry finds no directory to go to. */
    private LedgerWriter writerWithoutDisk() throws IOException {
        LedgerWriter writer = writer();
        Files.delete(temp.resolve("ledger"));
        return writer;
    }

    private static long bytesOfOneEntry() {
        return PlainEntries.of(1).getFirst().bytes().length;
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("ledger"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void aSeqnoIsReportedOnceTheSystemHasItsBytes() throws Exception {
        try (LedgerWriter writer = writer()) {
            writer.append(PlainEntries.of(1));
            writer.append(PlainEntries.of(2));
            writer.report(2);

            assertEquals(2, written.poll(10, TimeUnit.SECONDS));
            long entries = 2 * bytesOfOneEntry();
            assertTrue(bytesOnDisk() >= entries, bytesOnDisk() + " bytes of " + entries);
        }
        assertTrue(fatal.isEmpty());
    }

    @Test
    void closingWritesWhatIsQueued() throws IOException {
        try (LedgerWriter writer = writer()) {
            for (long seqno = 1; seqno <= 100; seqno++) {
                writer.append(PlainEntries.of(seqno));
            }
        }

        assertTrue(bytesOnDisk() >= 100 * bytesOfOneEntry(), bytesOnDisk() + " bytes");
    }

    @Test
    void aDiskThatFailsIsFatalAndNothingIsReported() throws Exception {
        try (LedgerWriter writer = writerWithoutDisk()) {
            writer.append(PlainEntries.of(1));
            reportUnlessStopped(writer);

            RecordedFatal.Failure failure = fatal.next();
            assertEquals("The ledger cannot be written", failure.what());
            assertInstanceOf(UncheckedIOException.class, failure.cause());
        }
        assertTrue(written.isEmpty(), "reported " + written);
    }

    /** The writer may have ended before the request reaches it. */
    private static void reportUnlessStopped(LedgerWriter writer) {
        try {
            writer.report(1);
        } catch (IllegalStateException e) {
            assertEquals("the ledger writer has stopped", e.getMessage());
        }
    }

    @Test
    void nobodyWaitsForAWriterThatHasFailed() throws Exception {
        LedgerWriter writer = writerWithoutDisk();
        writer.append(PlainEntries.of(1));
        fatal.next();

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    assertThrows(
                            IllegalStateException.class,
                            () -> {
                                for (int i = 0; i < MORE_THAN_THE_QUEUE_HOLDS; i++) {
                                    writer.report(1);
                                }
                            });
                    writer.close();
                });
    }
}
