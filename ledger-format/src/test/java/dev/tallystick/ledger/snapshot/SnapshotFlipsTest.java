package dev.tallystick.ledger.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tallystick.ledger.entry.LedgerSecrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Single-bit flips anywhere in a snapshot file: each one fails a named check. */
class SnapshotFlipsTest {
    private static final long SEED = 20261120;
    private static final int SAMPLES = 10_000;

    @TempDir Path directory;

    private final Map<SnapshotCheck, Integer> failures = new EnumMap<>(SnapshotCheck.class);

    private void flip(Path file, SnapshotVerifier.Trust trust, long bit) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            toggle(channel, bit);
            try {
                SnapshotVerifier.verify(file, trust);
                fail("bit " + bit % 8 + " of byte " + bit / 8 + " is missed by nobody");
            } catch (SnapshotException e) {
                failures.merge(e.check(), 1, Integer::sum);
            } finally {
                toggle(channel, bit);
            }
        }
    }

    private static void toggle(FileChannel channel, long bit) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, bit / 8);
        one.put(0, (byte) (one.get(0) ^ 1 << bit % 8));
        channel.write(one.flip(), bit / 8);
    }

    @Test
    void everyBitOfASmallSnapshotCounts() throws IOException {
        SmallSnapshot snapshot = new SmallSnapshot();
        Path file = snapshot.publish(directory);
        long entrySize = entrySize(file);

        for (long bit = 0; bit < 8 * entrySize; bit++) {
            flip(file, SnapshotVerifier.Trust.NONE, bit);
        }
        // sizes and IV are looked at before the digest; a changed size moves the receipt
        assertTrue(
                Set.of(SnapshotCheck.ENTRY, SnapshotCheck.RECEIPT, SnapshotCheck.CLAIMS_DIGEST)
                        .containsAll(failures.keySet()),
                failures.toString());
        assertTrue(
                failures.getOrDefault(SnapshotCheck.CLAIMS_DIGEST, 0) > 7 * entrySize,
                failures.toString());

        for (long bit = 8 * entrySize; bit < 8 * Files.size(file); bit++) {
            flip(file, snapshot.trust(), bit);
        }
        SnapshotVerifier.verify(file, snapshot.trust()); // all bits are as they were
        assertEquals(
                Set.of(
                        SnapshotCheck.ENTRY,
                        SnapshotCheck.RECEIPT,
                        SnapshotCheck.CLAIMS_DIGEST,
                        SnapshotCheck.NODE_ID,
                        SnapshotCheck.SIGNATURE,
                        SnapshotCheck.ENDORSEMENT,
                        SnapshotCheck.SPELLING),
                failures.keySet(),
                failures.toString());
    }

    @Test
    void tenThousandFlipsInARecordedSnapshotAreFound() throws IOException {
        RecordedSnapshots recorded = RecordedSnapshots.SECOND;
        SnapshotVerifier.Trust trust =
                new SnapshotVerifier.Trust(recorded.service(), LedgerSecrets.NONE);
        Path file = directory.resolve(recorded.path().getFileName());
        Files.write(file, Files.readAllBytes(recorded.path()));
        long entryBits = 8 * entrySize(file);
        long bits = 8 * Files.size(file);
        Random random = new Random(SEED);

        for (int i = 0; i < SAMPLES; i++) {
            // a tenth of them in the receipt, which is a fiftieth of the file
            flip(
                    file,
                    trust,
                    i % 10 == 0 ? random.nextLong(entryBits, bits) : random.nextLong(entryBits));
        }

        assertEquals(
                SAMPLES,
                failures.values().stream().mapToInt(Integer::intValue).sum(),
                failures.toString());
    }

    private static long entrySize(Path file) throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            return reader.entrySize();
        }
    }
}
