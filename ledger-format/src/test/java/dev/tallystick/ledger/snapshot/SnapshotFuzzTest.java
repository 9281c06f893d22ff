package dev.tallystick.ledger.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Snapshots, and their names, that nobody vouches for. */
class SnapshotFuzzTest {
    static final LedgerSecret SECRET = LedgerSecret.of(new byte[32], 1);
    private static final SnapshotVerifier.Trust TRUST =
            new SnapshotVerifier.Trust(null, LedgerSecrets.of(SECRET));

    @TempDir private static Path directory;

    /** A snapshot file: read, then verified. */
    @FuzzTest(maxDuration = "1m")
    void file(byte[] bytes) throws IOException {
        Path file = directory.resolve("snapshot_5_6.committed");
        Files.write(file, bytes);
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            rows(reader.publicMaps());
            int size = (int) reader.entrySize();
            assertEquals(Digest.sha256(Arrays.copyOf(bytes, size)), reader.digest());
            rows(reader.privateMaps(LedgerSecrets.of(SECRET)));
            reader.receipt();
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
        try {
            SnapshotVerifier.verify(file, TRUST);
        } catch (SnapshotException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    /** A private domain, which only a holder of the secret can have sealed. */
    @FuzzTest(maxDuration = "1m")
    void privateDomain(byte[] domain) throws IOException {
        Path file = directory.resolve("domain");
        Files.write(file, domain);
        try (FileChannel channel = FileChannel.open(file)) {
            var range = new DomainInput.Range("private maps", 0, domain.length);
            List<SnapshotMap> maps =
                    rows(new SnapshotCursor(new DomainInput(channel, range, null), false));
            ContentCount count = new ContentCount(Long.MAX_VALUE);
            count.count(new SnapshotCursor(new DomainInput(channel, range, null), false));
            assertEquals(maps.size(), count.of(domain.length).maps());
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    private static List<SnapshotMap> rows(SnapshotCursor cursor) throws IOException {
        List<SnapshotMap> maps = new ArrayList<>();
        Optional<SnapshotCursor.MapStart> map = cursor.nextMap();
        for (; map.isPresent(); map = cursor.nextMap()) {
            List<SnapshotRow> rows = new ArrayList<>();
            Optional<SnapshotRow> row = cursor.nextRow();
            for (; row.isPresent(); row = cursor.nextRow()) {
                rows.add(row.get());
            }
            maps.add(new SnapshotMap(map.get().name(), map.get().version(), rows));
        }
        return maps;
    }

    @FuzzTest(maxDuration = "1m")
    void name(byte[] utf8) {
        Optional<SnapshotFileName> name =
                SnapshotFileName.parse(new String(utf8, StandardCharsets.UTF_8));
        if (name.isPresent() && name.get().isCommitted()) {
            SnapshotFileName ours =
                    SnapshotFileName.committed(name.get().seqno(), name.get().evidenceSeqno());
            assertEquals(ours, SnapshotFileName.parse(ours.text()).orElseThrow());
        }
    }
}
