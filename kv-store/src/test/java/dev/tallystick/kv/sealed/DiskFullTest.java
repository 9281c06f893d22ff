package dev.tallystick.kv.sealed;

import static dev.tallystick.kv.sealed.SealedFixture.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.sealed.SealedStoreException.Fault;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A disk that is full: the real one, a file system of 24 MB that a child process mounts in a user
 * namespace of its own (skipped where the system does not allow that).
 */
class DiskFullTest {
    private static final int VALUE_BYTES = 256 << 10;
    private static final long RETRY_NANOS = 50_000_000;

    /** Runs "$@" with a small file system of memory at $0. */
    private static final String ON_SMALL_DISK =
            "mount -t tmpfs -o size=24m small \"$0\" && exec \"$@\"";

    @TempDir Path folder;

    private ProcessBuilder onSmallDisk(List<String> command) {
        List<String> all =
                new ArrayList<>(
                        List.of("unshare", "-rm", "sh", "-c", ON_SMALL_DISK, folder.toString()));
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true);
    }

    private void assumeSmallDisksCanBeMade() throws InterruptedException {
        boolean canBeMade;
        try {
            canBeMade = onSmallDisk(List.of("true")).start().waitFor() == 0;
        } catch (IOException e) {
            canBeMade = false;
        }
        Assumptions.assumeTrue(canBeMade, "this system allows no mounts in a user namespace");
    }

    @Test
    void writesFailClearlyWhileTheDiskIsFullAndWorkAgainWhenSpaceReturns() throws Exception {
        assumeSmallDisksCanBeMade();
        Path log = Files.createTempFile("disk-full", ".log");
        Process child =
                onSmallDisk(ChildProcess.command(Child.class, List.of(), folder.toString()))
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertTrue(child.waitFor(100, TimeUnit.SECONDS), "still running");
            assertEquals(0, child.exitValue(), Files.readString(log));
        } finally {
            child.destroyForcibly();
            Files.delete(log);
        }
    }

    /**
     * What runs on the small disk. Several writers fill it, so that some of them wait for RocksDB's
     * buffers when the disk becomes full: they must be told too, and not wait for ever.
     */
    static final class Child {
        private static final int WRITERS = 8;
        private static final int RECORDS_MAX = 1000;

        private final SealedTable table;
        private final Map<Integer, Bytes> values = new ConcurrentHashMap<>();

        private Child(SealedTable table) {
            this.table = table;
        }

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            Path ballast = directory.resolve("ballast");
            Files.write(ballast, new byte[12 << 20]);
            try (SealedStore store =
                    SealedStore.open(directory.resolve("sealed"), SealedFixture.SMALL)) {
                Child child = new Child(store.table("table", Limit.atMost(1 << 30)));
                child.fill();
                child.checkAll();
                Files.delete(ballast);
                child.writeOneMore();
                child.checkAll();
            }
        }

        private void fill() throws Exception {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(
                        () -> {
                            fill(writer);
                            return null;
                        });
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
                for (Future<Void> writer : threads.invokeAll(writers, 40, TimeUnit.SECONDS)) {
                    writer.get();
                }
            }
        }

        /** Until a write fails, which must be told as what it is. */
        private void fill(int writer) {
            Bytes value = SealedFixture.random(new Random(writer), VALUE_BYTES);
            for (int i = 0; i < RECORDS_MAX; i++) {
                int number = writer * RECORDS_MAX + i;
                try {
                    table.put(key(number), value);
                    values.put(number, value);
                } catch (SealedStoreException e) {
                    Check.that(e.fault() == Fault.DISK, "%s", e);
                    String message = String.valueOf(e.getMessage());
                    Check.that(message.contains("No space left"), "%s", message);
                    Check.that(table.get(key(number)).isEmpty(), "failed but there");
                    return;
                }
            }
            throw new IllegalStateException("the disk never filled up");
        }

        /** RocksDB looks every five seconds whether there is space again. */
        private void writeOneMore() {
            int number = WRITERS * RECORDS_MAX;
            Bytes value = SealedFixture.random(new Random(number), VALUE_BYTES);
            Deadline deadline = new Deadline(60);
            while (!values.containsKey(number)) {
                try {
                    table.put(key(number), value);
                    values.put(number, value);
                } catch (SealedStoreException e) {
                    deadline.check("the store does not recover: " + e.getMessage());
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
        }

        private void checkAll() {
            values.forEach(
                    (number, value) ->
                            Check.that(
                                    table.get(key(number)).equals(Optional.of(value)),
                                    "record %s of %s",
                                    number,
                                    values.size()));
        }
    }
}
