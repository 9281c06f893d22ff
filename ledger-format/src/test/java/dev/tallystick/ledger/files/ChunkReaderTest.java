package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.LedgerFormatException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The auditor's reader: what it gives, and every kind of damage it must name. */
class ChunkReaderTest {
    private static final String COMMITTED = "ledger_1-3.committed";

    @TempDir Path temp;

    private final byte[] one = TestEntries.entry(1);
    private final byte[] two = TestEntries.entry(2);
    private final byte[] three = TestEntries.entry(3);
    private final byte[] complete = TestEntries.chunk(List.of(one, two, three), true);
    private final byte[] open = TestEntries.chunk(List.of(one, two, three), false);

    private List<RawEntry> read(String name, byte[] content) throws IOException {
        List<RawEntry> entries = new ArrayList<>();
        try (ChunkReader reader = ChunkReader.open(Files.write(temp.resolve(name), content))) {
            Optional<RawEntry> next = reader.next();
            for (; next.isPresent(); next = reader.next()) {
                entries.add(next.get());
            }
        }
        return entries;
    }

    private void assertDamage(String name, byte[] content, long offset, long seqno, String reason) {
        var e = assertThrows(ChunkFormatException.class, () -> read(name, content));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(reason), message);
        assertTrue(message.contains(name), message);
        assertEquals(offset, e.offset(), message);
        assertEquals(seqno, e.seqno(), message);
    }

    private static byte[] withTableOffset(byte[] content, long offset) {
        byte[] changed = content.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(0, offset);
        return changed;
    }

    @Test
    void entriesComeWithSeqnoOffsetAndBytes() throws IOException {
        List<RawEntry> entries = read(COMMITTED, complete);

        assertEquals(List.of(1L, 2L, 3L), entries.stream().map(RawEntry::seqno).toList());
        assertEquals(8, entries.get(0).offset());
        assertEquals(8 + one.length, entries.get(1).offset());
        assertArrayEquals(three, entries.get(2).bytes());
    }

    @Test
    void anOpenChunkIsReadToItsEnd() throws IOException {
        assertEquals(3, read("ledger_1", open).size());
        assertEquals(0, read("ledger_1", new byte[8]).size());
    }

    @Test
    void aTableOffsetBeyondTheEndIsNamed() {
        assertDamage(
                COMMITTED,
                withTableOffset(complete, complete.length + 1),
                0,
                1,
                "table offset is 600, must be 587");
        assertDamage(COMMITTED, withTableOffset(complete, -1), 0, 1, "must be 587");
        byte[] cut = Arrays.copyOf(withTableOffset(complete, -1), complete.length - 1);
        assertDamage(COMMITTED, cut, 0, 1, "greater than total file size");
    }

    @Test
    void aCommittedFileWithoutTableIsNamed() {
        assertDamage(COMMITTED, open, 0, 1, "cannot be read: invalid table offset (0)");
    }

    @Test
    void aFileShorterThanItsHeaderIsNamed() {
        String reason = "Failed to read positions offset from ledger file";
        assertDamage(COMMITTED, new byte[7], 0, 1, reason);
        assertDamage("ledger_4", new byte[0], 0, 4, reason);
    }

    @Test
    void aTableCutByOneOrFourBytesIsNamed() {
        long table = open.length;
        byte[] byOne = Arrays.copyOf(complete, complete.length - 1);
        byte[] byFour = Arrays.copyOf(complete, complete.length - 4);
        assertDamage(COMMITTED, byOne, table, 1, "positions table has 11 bytes");
        assertDamage(COMMITTED, byFour, table, 1, "the name says 3");
        assertDamage("ledger_1", byFour, open.length - three.length, 3, "missing in the positions");
    }

    @Test
    void extraBytesAreNamed() {
        byte[] longer = Arrays.copyOf(complete, complete.length + 4);
        assertDamage(COMMITTED, longer, open.length, 1, "positions table has 4 entries");
        byte[] trailing = Arrays.copyOf(open, open.length + 5);
        assertDamage("ledger_1", trailing, open.length, 4, "entry is cut off: 5 bytes are left");
    }

    @Test
    void aCutEntryIsNamed() {
        byte[] cut = Arrays.copyOf(open, open.length - 1);
        assertDamage("ledger_1", cut, open.length - three.length, 3, "entry is cut off");
    }

    @Test
    void aZeroedBlockIsNamed() {
        byte[] zeroed = complete.clone();
        int second = 8 + one.length;
        Arrays.fill(zeroed, second, second + two.length, (byte) 0);
        assertDamage(COMMITTED, zeroed, second, 2, "entry format version is 0");
    }

    @Test
    void anEntryInTheWrongPlaceIsNamed() {
        byte[] swapped = TestEntries.chunk(List.of(one, three, two), true);
        assertDamage(COMMITTED, swapped, 8 + one.length, 2, "entry says that its seqno is 3");
        assertDamage("ledger_2-4.committed", complete, 8, 2, "entry says that its seqno is 1");
    }

    @Test
    void foreignNamesAreRefused() throws IOException {
        Path file = Files.write(temp.resolve("snapshot_1_2.committed"), complete);

        assertThrows(LedgerFormatException.class, () -> ChunkReader.open(file));
    }

    /** Damage is found or is inside an entry; never another exception. Prints the seed. */
    @Test
    void flippedBitsAndRandomBytesAreRefusedOrStayInsideOneEntry() throws IOException {
        long seed = 7;
        Random random = new Random(seed);
        for (int run = 0; run < 1500; run++) {
            byte[] content = complete.clone();
            if (run % 3 == 0) {
                int from = random.nextInt(content.length);
                int to = Math.min(content.length, from + random.nextInt(64));
                for (int i = from; i < to; i++) {
                    content[i] = (byte) random.nextInt();
                }
            } else {
                content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
            }
            content = Arrays.copyOf(content, content.length - random.nextInt(3) / 2);
            try {
                assertEquals(3, read(COMMITTED, content).size(), "seed " + seed + " run " + run);
            } catch (LedgerFormatException e) {
                assertTrue(String.valueOf(e.getMessage()).contains(COMMITTED), e.getMessage());
            }
        }
    }
}
