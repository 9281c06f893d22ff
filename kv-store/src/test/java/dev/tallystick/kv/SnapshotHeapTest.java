package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.snapshot.SnapshotFile;
import dev.tallystick.ledger.snapshot.SnapshotHeader;
import dev.tallystick.ledger.snapshot.SnapshotMap;
import dev.tallystick.ledger.snapshot.SnapshotReader;
import dev.tallystick.ledger.snapshot.SnapshotRow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process whose heap has room for a state, but not for its rows as objects, begins with a
 * snapshot of that state and writes it again.
 */
class SnapshotHeapTest {
    private static final long SEQNO = 10;
    private static final int ROWS = 400_000;
    private static final int VALUE_BYTES = 64;
    private static final LedgerSecret SECRET =
            LedgerSecret.of(new byte[LedgerSecret.KEY_LENGTH], 1);

    @TempDir private Path directory;
    @TempDir private Path output;

    @Test
    void restoringAndWritingNeedLittleMoreThanTheStateItself() throws Exception {
        Path log = output.resolve("log");
        Path snapshot = output.resolve("snapshot");
        try (SnapshotFile file = SnapshotFile.write(directory, header(), maps(), SECRET)) {
            assertTrue(file.written().size() > 40_000_000, "bytes " + file.written().size());
            Files.move(directory.resolve("snapshot_" + SEQNO + ".part"), snapshot);
        }
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx96m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SnapshotHeapTest.class.getName(),
                                snapshot.toString(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
            assertEquals(0, process.exitValue(), () -> read(log));
        } finally {
            process.destroyForcibly();
        }
    }

    /** What the process runs. */
    public static void main(String[] arguments) throws IOException {
        try (Store store =
                        new Store(
                                StoreOptions.defaults(),
                                LedgerSecrets.of(SECRET),
                                StoreFixture::rootInClear,
                                new RecordingSink());
                SnapshotReader reader = SnapshotReader.open(Path.of(arguments[0]))) {
            store.transfer().restore(reader);
            StoreSnapshot snapshot = store.transfer().snapshot(SEQNO, reader.header().viewStarts());
            try (SnapshotFile again = snapshot.write(Path.of(arguments[1]))) {
                if (!again.written().digest().equals(reader.digest())) {
                    throw new IllegalStateException("not the same snapshot");
                }
            }
        }
    }

    private static SnapshotHeader header() {
        return new SnapshotHeader(SEQNO, Digest.sha256(new byte[] {1}), List.of(1L, 1L));
    }

    private static List<SnapshotMap> maps() {
        MerkleTree tree = new MerkleTree();
        while (tree.size() < SEQNO) {
            tree.append(Digest.sha256(new byte[] {(byte) tree.size()}));
        }
        return List.of(
                single(TableNames.SIGNATURES, Bytes.utf8("a signature")),
                single(TableNames.TREE, Bytes.wrap(tree.serialise())),
                new SnapshotMap("records", SEQNO - 1, new Rows()));
    }

    private static SnapshotMap single(String table, Bytes value) {
        return new SnapshotMap(
                table, SEQNO, List.of(new SnapshotRow(Bytes.EIGHT_ZEROS, SEQNO, value)));
    }

    /** Rows that take no memory, in the order of their keys, as those of a store are. */
    private static final class Rows extends AbstractList<SnapshotRow> {
        @Override
        public SnapshotRow get(int index) {
            Bytes key = Bytes.utf8("%016x".formatted(index));
            return new SnapshotRow(key, 1 + index % (SEQNO - 1), Bytes.wrap(new byte[VALUE_BYTES]));
        }

        @Override
        public int size() {
            return ROWS;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
