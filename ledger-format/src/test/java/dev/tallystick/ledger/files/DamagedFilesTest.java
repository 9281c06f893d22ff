package dev.tallystick.ledger.files;

import static dev.tallystick.ledger.files.LedgerDirectory.append;
import static dev.tallystick.ledger.files.LedgerDirectory.chain;
import static dev.tallystick.ledger.files.LedgerDirectory.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Damaged files: a start loses nothing of them, and a read never gives wrong bytes. */
class DamagedFilesTest {
    private static final List<byte[]> ENTRIES = chain(2, 10, 4);
    private static final int SIZE = ENTRIES.get(0).length;
    private static final String COMMITTED = "ledger_5-8.committed";

    /** The corruptions of spec 01, "Restart". */
    private static final Map<String, UnaryOperator<byte[]>> DAMAGES = new LinkedHashMap<>();

    static {
        DAMAGES.put("zeroed block", file -> filled(file, 8 + SIZE, 8 + 2 * SIZE, 0));
        DAMAGES.put("table offset beyond the end", file -> filled(file, 4, 5, 1));
        DAMAGES.put("table cut by 1 byte", file -> Arrays.copyOf(file, file.length - 1));
        DAMAGES.put("table cut by 4 bytes", file -> Arrays.copyOf(file, file.length - 4));
        DAMAGES.put("1 extra byte", file -> Arrays.copyOf(file, file.length + 1));
        DAMAGES.put("4 extra bytes", file -> Arrays.copyOf(file, file.length + 4));
        DAMAGES.put("missing table", file -> Arrays.copyOf(file, 8 + 4 * SIZE));
        DAMAGES.put("missing table and offset", file -> filled(file, 0, 8, 0));
    }

    @TempDir Path temp;
    private LedgerDirectory directory;

    private static byte[] filled(byte[] file, int from, int to, int value) {
        byte[] copy = file.clone();
        Arrays.fill(copy, from, to, (byte) value);
        return copy;
    }

    @BeforeEach
    void writeALedger() {
        directory = new LedgerDirectory(temp.resolve("main"));
        try (LedgerFiles files = directory.open()) {
            append(files, ENTRIES);
        }
    }

    @Test
    void damagedCommittedFilesStayAsTheyAreAndGiveNoWrongEntry() throws IOException {
        byte[] sound = directory.content(COMMITTED);
        Path archive = Files.createDirectory(temp.resolve("archive"));
        var options = new LedgerFilesOptions(directory.path(), List.of(archive), false);
        for (var damage : DAMAGES.entrySet()) {
            byte[] damaged = damage.getValue().apply(sound);
            directory.write(COMMITTED, damaged);
            Files.deleteIfExists(archive.resolve(COMMITTED));
            try (LedgerFiles files = LedgerFiles.open(options)) {
                assertEquals(8, files.committedSeqno(), damage.getKey());
                assertEquals(10, files.lastSeqno(), damage.getKey());
                assertArrayEquals(damaged, directory.content(COMMITTED), damage.getKey());
                assertEquals(Optional.empty(), files.read(6), damage.getKey());
                assertTrue(files.read(9).isPresent(), damage.getKey());

                Files.write(archive.resolve(COMMITTED), sound);
                assertArrayEquals(
                        ENTRIES.get(5),
                        files.read(6).orElseThrow(),
                        damage.getKey() + ": there is a sound copy");
            }
        }
    }

    @Test
    void errorsNameFileAndOffset() throws IOException {
        byte[] sound = directory.content(COMMITTED);
        for (var damage : DAMAGES.entrySet()) {
            directory.write(COMMITTED, damage.getValue().apply(sound));
            Path file = directory.path().resolve(COMMITTED);
            var e = assertThrows(ChunkFormatException.class, () -> walk(file), damage.getKey());
            assertEquals(file, e.file(), damage.getKey());
            assertTrue(e.offset() >= 0 && e.offset() <= sound.length, e.getMessage());
            assertTrue(e.seqno() >= 5 && e.seqno() <= 9, e.getMessage());
        }
    }

    private static void walk(Path file) throws IOException {
        try (ChunkReader reader = ChunkReader.open(file)) {
            Optional<RawEntry> entry;
            do {
                entry = reader.next();
            } while (entry.isPresent());
        }
    }

    @Test
    void damagedUncommittedFilesAreKeptAside() throws IOException {
        byte[] sound = directory.content(COMMITTED);
        Files.delete(directory.path().resolve(COMMITTED));
        Files.delete(directory.path().resolve("ledger_9"));
        for (var damage : DAMAGES.entrySet()) {
            byte[] damaged = damage.getValue().apply(sound);
            directory.write("ledger_5", damaged);
            try (LedgerFiles files = directory.open()) {
                long last = damage.getKey().endsWith("and offset") ? 8 : 4;
                assertEquals(last, files.lastSeqno(), damage.getKey());
            }
            if (Files.exists(directory.path().resolve("ledger_5.ignored"))) {
                assertArrayEquals(damaged, directory.content("ledger_5.ignored"));
                Files.delete(directory.path().resolve("ledger_5.ignored"));
            } else {
                assertArrayEquals(sound, directory.content("ledger_5"), "completed again");
            }
        }
    }

    @Test
    void aZeroedBlockInAnOpenFileIsCutOffButACopyIsKept() throws IOException {
        List<byte[]> entries =
                List.of(entry(2, 9, false), entry(2, 10, false), entry(2, 11, false));
        byte[] damaged = filled(TestEntries.chunk(entries, false), 8 + SIZE, 8 + 2 * SIZE, 0);
        directory.write("ledger_9", damaged);
        try (LedgerFiles files = directory.open()) {
            assertEquals(9, files.lastSeqno());
        }
        directory.assertContent("ledger_9", entries.subList(0, 1), false);
        assertArrayEquals(damaged, directory.content("ledger_9.ignored"));
    }

    @Test
    void aTornEndLeavesNoCopy() throws IOException {
        byte[] content = directory.content("ledger_9");
        directory.write("ledger_9", Arrays.copyOf(content, content.length - 1));
        try (LedgerFiles files = directory.open()) {
            assertEquals(9, files.lastSeqno());
        }
        assertEquals(List.of("ledger_1-4.committed", COMMITTED, "ledger_9"), directory.names());
    }

    @Test
    void aChunkWhoseLastEntryEndsItIsCompletedAtStart() throws IOException {
        byte[] whole = directory.content(COMMITTED);
        Files.delete(directory.path().resolve(COMMITTED));
        Files.delete(directory.path().resolve("ledger_9"));
        for (int size = 8 + 4 * SIZE; size <= whole.length; size++) {
            directory.write("ledger_5", filled(Arrays.copyOf(whole, size), 0, 8, 0));
            try (LedgerFiles files = directory.open()) {
                assertEquals(8, files.lastSeqno());
                files.append(entry(2, 9, false), false);
            }
            assertArrayEquals(whole, directory.content("ledger_5"), "killed at byte " + size);
            directory.assertContent("ledger_9", List.of(entry(2, 9, false)), false);
            Files.delete(directory.path().resolve("ledger_9"));
        }
    }

    @Test
    void uncommittedFilesBelowCommittedOnesAreKeptWhereNobodyElseHasTheirEntries()
            throws IOException {
        Files.move(
                directory.path().resolve("ledger_1-4.committed"),
                directory.path().resolve("ledger_1"));
        try (LedgerFiles files = directory.open()) {
            assertArrayEquals(ENTRIES.get(1), files.read(2).orElseThrow());
            append(files, List.of(entry(2, 11, true)));
        }
        assertEquals(
                List.of("ledger_1-4.committed", COMMITTED, "ledger_9-11.committed"),
                directory.names());
    }

    @Test
    void entriesBeyondTwoGigabytesAreFoundAndAppended() throws IOException {
        Files.delete(directory.path().resolve("ledger_9"));
        Path file = directory.path().resolve("ledger_9");
        byte[] small = entry(2, 11, false);
        long offset = sparse(file, 9, 10, 1_600_000_000);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(small), offset);
        }
        try (LedgerFiles files = directory.open()) {
            assertEquals(11, files.lastSeqno());
            assertArrayEquals(small, files.read(11).orElseThrow());
            append(files, List.of(entry(2, 12, true)));
            assertArrayEquals(entry(2, 12, true), files.read(12).orElseThrow());
            assertEquals(2, files.read(11, 12, SIZE * 2).size());
        }
        assertTrue(directory.names().contains("ledger_9-12.committed"));
        try (LedgerFiles files = directory.open()) {
            assertEquals(12, files.committedSeqno());
            assertArrayEquals(small, files.read(11).orElseThrow());
        }
    }

    @Test
    void aFileNeverPassesFourGigabytes() throws IOException {
        Path file = directory.path().resolve("ledger_9");
        Files.delete(file);
        sparse(file, 9, 10, 2_147_000_000);
        byte[] large = TestEntries.entry(2, 11, 0, 1 << 20);
        LedgerFiles files = directory.open();
        var e = assertThrows(IllegalStateException.class, () -> files.append(large, false));
        assertTrue(String.valueOf(e.getMessage()).contains("ledger_9"), e.getMessage());
        assertEquals(10, files.lastSeqno());
        try (files) {
            files.append(entry(2, 11, false), false);
        } catch (UncheckedIOException unexpected) {
            throw new AssertionError("an entry that fits is taken", unexpected);
        }
    }

    /** A file with entries of {@code size} bytes that are mostly holes; the offset after them. */
    private static long sparse(Path file, long first, long last, int size) throws IOException {
        long offset = 8;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(8), 0);
            for (long seqno = first; seqno <= last; seqno++) {
                ByteBuffer head =
                        ByteBuffer.wrap(entry(2, seqno, false)).order(ByteOrder.LITTLE_ENDIAN);
                head.putLong(0, 1 | (long) (size - 8) << 16);
                channel.write(head, offset);
                offset += size;
            }
            channel.write(ByteBuffer.allocate(1), offset - 1);
        }
        return offset;
    }
}
