package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tallystick.ledger.RealLedgers;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.shares.RecordedSecrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Ten thousand single-bit flips anywhere in the files of a recorded service, one at a time: with
 * its secrets, the auditor misses none.
 */
class LedgerFlipsTest {
    private static final String LEDGER = "ccf7-service/logging_app/ledger";
    private static final TxId LAST = new TxId(2, 59);
    private static final int FLIPS = 10_000;
    private static final long SEED = 20_261_120;

    @TempDir private Path directory;

    /** One of several copies, each flipped and audited by one thread. */
    private static final class Copy {
        private final List<Path> files = new ArrayList<>();
        private final AuditOptions options;
        private long size;

        Copy(Path copy, LedgerSecrets secrets) throws IOException {
            Files.createDirectory(copy);
            for (Path file : RealLedgers.files(RecordedServices.path(LEDGER))) {
                Path target = copy.resolve(file.getFileName());
                Files.copy(file, target);
                files.add(target);
                size += Files.size(target);
            }
            options = AuditOptions.of(copy).withSecrets(secrets).onThreads(1);
        }

        void audit() throws IOException {
            assertEquals(LAST, LedgerAuditor.audit(options, AuditListener.NONE).last());
        }

        void flip(long bit) throws IOException {
            long position = bit / Byte.SIZE;
            for (Path file : files) {
                long fileSize = Files.size(file);
                if (position < fileSize) {
                    String where =
                            "bit %d of byte %d of %s"
                                    .formatted(bit % Byte.SIZE, position, file.getFileName());
                    toggle(file, position, 1 << bit % Byte.SIZE);
                    assertThrows(AuditException.class, this::audit, where);
                    toggle(file, position, 1 << bit % Byte.SIZE);
                    return;
                }
                position -= fileSize;
            }
            fail("bit " + bit + " is in no file");
        }
    }

    private static void toggle(Path file, long position, int mask) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ mask));
            channel.write(one.flip(), position);
        }
    }

    @Test
    void tenThousandFlippedBitsOfARecordedLedgerAreDetected() throws IOException {
        LedgerSecrets secrets =
                RecordedSecrets.recover(RecordedLedger.entries(LEDGER), "ccf7-service/keys", 1);
        List<Copy> copies = new ArrayList<>();
        for (int i = 0; i < Math.min(4, Runtime.getRuntime().availableProcessors()); i++) {
            copies.add(new Copy(directory.resolve("copy" + i), secrets));
        }
        copies.getFirst().audit();
        long[] bits =
                new Random(SEED).longs(FLIPS, 0, copies.getFirst().size * Byte.SIZE).toArray();

        IntStream.range(0, copies.size())
                .parallel()
                .forEach(part -> flipEveryNth(copies.get(part), bits, part, copies.size()));

        for (Copy copy : copies) {
            copy.audit(); // all bits are as they were
        }
    }

    private static void flipEveryNth(Copy copy, long[] bits, int first, int step) {
        try {
            for (int i = first; i < bits.length; i += step) {
                copy.flip(bits[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
