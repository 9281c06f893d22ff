package dev.tallystick.ledger.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.receipt.Receipt;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names, selection and creation of snapshot files. */
class SnapshotsTest {
    @TempDir Path temp;

    private Path main;
    private Path readOnly;

    @BeforeEach
    void makeDirectories() throws IOException {
        main = Files.createDirectory(temp.resolve("main"));
        readOnly = Files.createDirectory(temp.resolve("readOnly"));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "snapshot_12_13.committed, 12, 13, true",
        "snapshot_12_13, 12, 13, false",
        "snapshot_12_13.committed_20, 12, 13, true"
    })
    void aNameTellsSeqnoAndEvidence(String text, long seqno, long evidence, boolean isCommitted) {
        assertEquals(
                Optional.of(new SnapshotFileName(text, seqno, evidence, isCommitted)),
                SnapshotFileName.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snapshot",
                "snapshot_1.committed",
                "snapshot_0_1.committed",
                "snapshot_1_2.part",
                "snapshot_1_2.committed.ignored",
                "snapshot_-1_2",
                "snapshot_99999999999999999999_2",
                "ledger_1-2.committed"
            })
    void otherNamesAreNotThoseOfSnapshots(String text) {
        assertEquals(Optional.empty(), SnapshotFileName.parse(text));
    }

    @Test
    void theNewestCommittedSnapshotIsTaken() throws IOException {
        for (String name :
                List.of(
                        "snapshot_9_10.committed",
                        "snapshot_100_101.committed",
                        "snapshot_100_103.committed",
                        "snapshot_200_201")) {
            Files.writeString(main.resolve(name), "x");
        }
        Files.createFile(main.resolve("snapshot_300_301.committed")); // empty
        Files.createDirectory(main.resolve("snapshot_400_401.committed"));

        assertEquals(
                Optional.of(main.resolve("snapshot_100_103.committed")),
                Snapshots.latest(null, main));
    }

    @Test
    void theMainDirectoryWinsOnlyIfItsSnapshotIsNewer() throws IOException {
        Path theirs = Files.writeString(readOnly.resolve("snapshot_50_51.committed"), "x");
        assertEquals(Optional.of(theirs), Snapshots.latest(readOnly, main));

        Files.writeString(main.resolve("snapshot_50_52.committed"), "x");
        assertEquals(Optional.of(theirs), Snapshots.latest(readOnly, main));

        Path ours = Files.writeString(main.resolve("snapshot_51_52.committed"), "x");
        assertEquals(Optional.of(ours), Snapshots.latest(readOnly, main));
        assertEquals(Optional.empty(), Snapshots.latest(null, temp.resolve("missing")));
    }

    @Test
    void aPublishedSnapshotIsReadyToStartFrom() throws IOException {
        SmallSnapshot snapshot = new SmallSnapshot();

        Path file = snapshot.publish(main);

        assertEquals(Optional.of(file), Snapshots.latest(null, main));
        assertEquals(List.of("snapshot_5_6.committed"), names(main));
    }

    @Test
    void beforeItIsPublishedNobodyTakesIt() throws IOException {
        SmallSnapshot snapshot = new SmallSnapshot();
        try (SnapshotFile file =
                SnapshotFile.write(
                        main,
                        snapshot.header,
                        List.copyOf(snapshot.tables.values()),
                        snapshot.secret)) {
            assertEquals(List.of("snapshot_5.part"), names(main));
            assertEquals(Optional.empty(), Snapshots.latest(null, main));
            assertTrue(file.written().size() > 0);
        }
        assertEquals(List.of(), names(main)); // given up
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot_5_6.committed", "snapshot_5_6"})
    void aSnapshotThatExistsStaysAsItIs(String name) throws IOException {
        Path existing = Files.writeString(main.resolve(name), "theirs");
        SmallSnapshot snapshot = new SmallSnapshot();

        try (SnapshotFile file =
                SnapshotFile.write(
                        main,
                        snapshot.header,
                        List.copyOf(snapshot.tables.values()),
                        snapshot.secret)) {
            Receipt receipt = snapshot.receipt(file.written().digest());
            assertEquals(Optional.empty(), file.publish(6, receipt));
        }
        assertEquals("theirs", Files.readString(existing));
        assertEquals(List.of(name), names(main));
    }

    @Test
    void aSnapshotFromAPeerKeepsItsName() throws IOException {
        Path source = new SmallSnapshot().publish(readOnly);
        SnapshotFileName name = SnapshotFileName.of(source).orElseThrow();

        for (int i = 0; i < 2; i++) {
            try (InputStream content = Files.newInputStream(source)) {
                assertEquals(i == 0, SnapshotFile.store(main, name, content).isPresent());
            }
        }

        assertArrayEquals(
                Files.readAllBytes(source), Files.readAllBytes(main.resolve(name.text())));
        assertEquals(List.of(name.text()), names(main));
    }

    @Test
    void nothingIsLeftOfAnInterruptedDownload() throws IOException {
        SnapshotFileName name = SnapshotFileName.committed(5, 6);
        InputStream broken =
                new FilterInputStream(new ByteArrayInputStream(new byte[100])) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        int count = super.read(target, offset, length);
                        if (count < 0) {
                            throw new IOException("connection lost");
                        }
                        return count;
                    }
                };

        assertThrows(IOException.class, () -> SnapshotFile.store(main, name, broken));
        assertEquals(List.of(), names(main));
    }

    @Test
    void aSnapshotHasAtLeastOneView() {
        assertThrows(
                LedgerFormatException.class, () -> new SnapshotHeader(5, Digest.ZERO, List.of()));
    }
}
