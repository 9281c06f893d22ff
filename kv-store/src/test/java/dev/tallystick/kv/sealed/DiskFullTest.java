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
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A disk that is full: the real one, a file system of 24 MB that a child process mounts in a user
 * namespace of its own (skipped where the system does not allow that).
 */
class DiskFullTest {
    private static final int VALUE_BYTES = 256 << 10;

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

    /** What runs on the small disk. */
    static final class Child {
        private final SealedTable table;
        private final List<Bytes> values = new ArrayList<>();

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

        /** Until a write fails, which must be told as what it is. */
        private void fill() {
            Random random = new Random(3);
            while (values.size() < 1000) {
                Bytes value = SealedFixture.random(random, VALUE_BYTES);
                try {
                    table.put(key(values.size()), value);
                    values.add(value);
                } catch (SealedStoreException e) {
                    Check.that(e.fault() == Fault.DISK, "%s", e);
                    String message = String.valueOf(e.getMessage());
                    Check.that(message.contains("No space left"), "%s", message);
                    Check.that(table.get(key(values.size())).isEmpty(), "failed but there");
                    return;
                }
            }
            throw new IllegalStateException("the disk never filled up");
        }

        private void writeOneMore() {
            Bytes value = SealedFixture.random(new Random(4), VALUE_BYTES);
            Deadline deadline = new Deadline(60);
            while (true) {
                try {
                    table.put(key(values.size()), value);
                    values.add(value);
                    return;
                } catch (SealedStoreException e) {
                    deadline.check("the store does not recover: " + e.getMessage());
                }
            }
        }

        private void checkAll() {
            for (int i = 0; i < values.size(); i++) {
                boolean isThere = table.get(key(i)).equals(Optional.of(values.get(i)));
                Check.that(isThere, "record %s of %s", i, values.size());
            }
        }
    }
}
