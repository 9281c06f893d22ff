package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.large.ValuePlace;
import dev.tallystick.kv.sealed.ChildProcess;
import dev.tallystick.kv.sealed.Deadline;
import dev.tallystick.kv.sealed.HostDeeds;
import dev.tallystick.kv.sealed.Limit;
import dev.tallystick.kv.sealed.SealedStore;
import dev.tallystick.kv.sealed.SealedStoreException;
import dev.tallystick.kv.sealed.SealedStoreOptions;
import dev.tallystick.kv.sealed.SealedTable;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A state that is several times the heap, because its large values are on disk. */
class LargeStateTest {
    @TempDir Path folder;

    @Test
    void aStateOfFourTimesTheHeapIsWrittenReadOverwrittenRolledBackAndCompacted() throws Exception {
        Path log = Files.createTempFile("large-state", ".log");
        Process child =
                ChildProcess.of(Child.class, List.of("-Xmx128m"), folder.toString())
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertTrue(child.waitFor(110, TimeUnit.SECONDS), "still running");
            assertEquals(0, child.exitValue(), Files.readString(log));
        } finally {
            child.destroyForcibly();
            Files.delete(log);
        }
    }

    /** What runs on a heap of 128 MB. */
    static final class Child {
        private static final String MAP = "public:files";
        private static final int VALUE_BYTES = 1 << 20;
        private static final int KEYS = 500;
        private static final int OVERWRITTEN = 150;
        private static final long VIEW = 2;
        private static final Bytes NOISE = noise();

        private final SealedStore sealed;
        private final SealedTable table;
        private final Store store;

        private Child(Path folder) throws IOException {
            sealed = SealedStore.open(folder.resolve("sealed"), SealedStoreOptions.defaults());
            table = sealed.table("values", Limit.atMost(2L << 30));
            store =
                    new Store(
                            StoreOptions.defaults()
                                    .withValues(new ValuePlace.OnDisk(table, 64 << 10)),
                            LedgerSecrets.of(LedgerSecret.random(1)),
                            StoreFixture::rootInClear,
                            new Forgetful());
            store.becomePrimary(VIEW);
        }

        /** A sink that keeps nothing, as the ledger does not either. */
        private static final class Forgetful implements EntrySink {
            @Override
            public void accept(List<PipelineEntry> batch) {}

            @Override
            public void failed(Throwable cause) {
                throw new IllegalStateException("the pipeline failed", cause);
            }
        }

        public static void main(String[] arguments) throws Exception {
            new Child(Path.of(arguments[0])).run();
        }

        private void run() throws IOException {
            for (int i = 0; i < KEYS; i++) {
                put(i, 0);
                compactTo(store.lastTxId());
            }
            readAll(new Random(1), 0);
            TxId before = store.lastTxId();
            rollBack(before);
            readAll(new Random(2), 0);
            overwriteForGood();
            giveSpaceBack();
            store.close();
            sealed.close();
        }

        /** Overwrites as much as may be uncommitted, and takes it back. */
        private void rollBack(TxId before) {
            for (int i = 0; i < 8; i++) {
                put(i, 1);
            }
            expect(3, 1);
            store.rollback(before, VIEW + 1);
            store.becomePrimary(VIEW + 1);
        }

        private void overwriteForGood() {
            for (int round = 1; round <= 2; round++) {
                for (int i = 0; i < OVERWRITTEN; i++) {
                    put(i, round);
                    compactTo(store.lastTxId());
                }
            }
            for (int i = 0; i < KEYS; i++) {
                expect(i, i < OVERWRITTEN ? 2 : 0);
            }
        }

        /** Removes nearly everything, after which neither records nor files must stay. */
        private void giveSpaceBack() throws IOException {
            removeAllButTen();
            compactTo(store.lastTxId());
            Deadline deadline = new Deadline(60);
            while (table.count() > 10 || sealed.diskBytes() > 200L * VALUE_BYTES) {
                System.gc();
                deadline.check(table.count() + " records in " + sealed.diskBytes() + " bytes");
            }
            for (int i = 0; i < 10; i++) {
                expect(i, 2);
            }
        }

        /** On its own, so that no local variable keeps the transaction and with it the state. */
        private void removeAllButTen() {
            Transaction tx = store.begin();
            for (int i = 10; i < KEYS; i++) {
                tx.map(MAP).remove(key(i));
            }
            Check.that(store.commit(tx) instanceof CommitResult.Committed, "removal");
        }

        private void put(int number, int round) {
            Deadline deadline = new Deadline(60);
            while (true) {
                Transaction tx = store.begin();
                tx.map(MAP).put(key(number), value(number, round));
                if (store.commit(tx) instanceof CommitResult.Committed) {
                    return;
                }
                deadline.check("a commit is always busy");
            }
        }

        private void compactTo(TxId id) {
            Deadline deadline = new Deadline(60);
            while (store.compactedSeqno() < id.seqno()) {
                try {
                    store.compact(id.seqno());
                } catch (IllegalStateException e) {
                    deadline.check(String.valueOf(e.getMessage()));
                }
            }
        }

        private void readAll(Random random, int round) {
            for (int i = 0; i < KEYS; i++) {
                expect(random.nextInt(KEYS), round);
            }
        }

        private void expect(int number, int round) {
            Bytes value = store.begin().map(MAP).get(key(number)).orElseThrow();
            Check.that(value.equals(value(number, round)), "key %s in round %s", number, round);
        }

        private static Bytes key(int number) {
            return Bytes.utf8("key " + number);
        }

        /** Bytes that do not compress, and at their start whose they are. */
        private static Bytes value(int number, int round) {
            byte[] bytes = NOISE.toArray();
            ByteBuffer.wrap(bytes).putInt(number).putInt(round);
            return Bytes.wrap(bytes);
        }

        private static Bytes noise() {
            byte[] bytes = new byte[VALUE_BYTES];
            new Random(1).nextBytes(bytes);
            return Bytes.wrap(bytes);
        }
    }

    @Test
    void aLostValueStopsTheStoreAndIsToldToTheReader() throws IOException {
        expectStop(SealedStoreException.Fault.LOST);
    }

    @Test
    void anAlteredValueStopsTheStoreAndIsToldToTheReader() throws IOException {
        expectStop(SealedStoreException.Fault.ALTERED);
    }

    private void expectStop(SealedStoreException.Fault fault) throws IOException {
        try (SealedStore sealed = SealedStore.open(folder, SealedStoreOptions.defaults())) {
            SealedTable table = sealed.table("values", Limit.atMost(1 << 20));
            StoreOptions options =
                    StoreOptions.defaults().withValues(new ValuePlace.OnDisk(table, 10));
            try (StoreFixture fixture = StoreFixture.primary(options)) {
                fixture.put("public:map", "small", "value");
                fixture.put("public:map", "large", "a larger value");
                awaitMoved(fixture, table);
                if (fault == SealedStoreException.Fault.LOST) {
                    HostDeeds.deleteAll(sealed);
                } else {
                    HostDeeds.alterAll(sealed);
                }

                SealedStoreException refused =
                        assertThrows(
                                SealedStoreException.class,
                                () -> fixture.get("public:map", "large"));

                assertEquals(fault, refused.fault());
                assertEquals("value", fixture.get("public:map", "small"));
                StoreFailedException stopped =
                        assertThrows(
                                StoreFailedException.class,
                                () -> fixture.put("public:map", "another", "value"));
                assertTrue(
                        String.valueOf(stopped.getMessage())
                                .contains("the disk has lost or altered a value of the state"),
                        stopped.getMessage());
            }
        }
    }

    /** The record is there before the bytes in memory go; the next value moves after both. */
    private static void awaitMoved(StoreFixture fixture, SealedTable table) {
        Deadline deadline = new Deadline(20);
        while (table.count() < 1) {
            deadline.check("the value has not moved");
        }
        fixture.put("public:map", "another", "a larger value");
        while (table.count() < 2) {
            deadline.check("the next value has not moved");
        }
    }
}
