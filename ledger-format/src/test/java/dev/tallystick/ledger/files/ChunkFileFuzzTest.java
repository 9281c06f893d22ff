package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.LedgerFormatException;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Ledger files, and their names, that nobody vouches for. */
class ChunkFileFuzzTest {
    private static final String[] NAMES = {
        "ledger_1", "ledger_1-3.committed", "ledger_1.recovery", "ledger_3-3"
    };

    @TempDir private static Path directory;

    /** The first byte chooses a name, the others are the file. */
    @FuzzTest(maxDuration = "1m")
    void chunk(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        byte[] content = Arrays.copyOfRange(bytes, 1, bytes.length);
        Path file = directory.resolve(NAMES[(bytes[0] & 0xff) % NAMES.length]);
        Files.write(file, content);
        try (ChunkReader reader = ChunkReader.open(file)) {
            long end = ChunkFile.ENTRIES_OFFSET;
            Optional<RawEntry> next = reader.next();
            for (; next.isPresent(); next = reader.next()) {
                RawEntry entry = next.get();
                assertEquals(end, entry.offset(), "entries without a gap");
                end += entry.bytes().length;
                assertArrayEquals(
                        Arrays.copyOfRange(content, (int) entry.offset(), (int) end),
                        entry.bytes());
            }
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    /** Names: what is read is written in the same way, up to leading zeros and suffixes. */
    @FuzzTest(maxDuration = "1m")
    void name(byte[] utf8) {
        Optional<LedgerFileName> name =
                LedgerFileName.parse(new String(utf8, StandardCharsets.UTF_8));
        if (name.isPresent()) {
            long start = name.get().start();
            long end = name.get().end();
            assertTrue(start >= 1 && (end == 0 || end >= start));
            String written =
                    end == 0
                            ? LedgerFileName.open(start, false)
                            : LedgerFileName.committed(start, end, false);
            LedgerFileName again = LedgerFileName.parse(written).orElseThrow();
            assertEquals(new LedgerFileName(written, start, end), again);
        }
    }
}
