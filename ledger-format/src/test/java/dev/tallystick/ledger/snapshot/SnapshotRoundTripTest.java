package dev.tallystick.ledger.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random states written and read again; replay one by its seed, which is in every message. */
@Tag("crypto")
class SnapshotRoundTripTest {
    private static final long SEQNO = 1_000;

    @TempDir Path directory;

    private final LedgerSecret secret = LedgerSecret.random(1);
    private final SnapshotHeader header =
            new SnapshotHeader(SEQNO, Digest.sha256(new byte[] {1}), List.of(1L, 1L, 700L));

    private Path write(List<SnapshotMap> maps) throws IOException {
        Path path = Files.createTempFile(directory, "snapshot", "");
        Files.delete(path);
        try (FileChannel file = RecordedSnapshots.newFile(path)) {
            var written = new SnapshotWriter(header, secret).write(maps, file);
            assertEquals(Digest.sha256(Files.readAllBytes(path)), written.digest());
            assertEquals(Files.size(path), written.size());
        }
        return path;
    }

    private static List<SnapshotMap> randomMaps(Random random) {
        List<SnapshotMap> maps = new ArrayList<>();
        for (int m = random.nextInt(6); m >= 0; m--) {
            List<SnapshotRow> rows = new ArrayList<>();
            for (int r = random.nextInt(1 << random.nextInt(10)); r > 0; r--) {
                byte[] value = new byte[random.nextInt(1 << random.nextInt(12))];
                random.nextBytes(value);
                Bytes key = Bytes.utf8("x".repeat(random.nextInt(20)) + r);
                rows.add(new SnapshotRow(key, 1 + random.nextLong(SEQNO), Bytes.wrap(value)));
            }
            String name = (random.nextBoolean() ? "public:" : "") + "map" + m;
            maps.add(new SnapshotMap(name, SEQNO, rows));
        }
        return maps;
    }

    private static Map<String, Map<Bytes, SnapshotRow>> content(List<SnapshotMap> maps) {
        Map<String, Map<Bytes, SnapshotRow>> content = new HashMap<>();
        for (SnapshotMap map : maps) {
            Map<Bytes, SnapshotRow> rows = new HashMap<>();
            map.rows().forEach(row -> rows.put(row.key(), row));
            content.put(map.name() + " " + map.version(), rows);
        }
        return content;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        for (long seed = 1; seed <= 60; seed++) {
            List<SnapshotMap> maps = randomMaps(new Random(seed));
            try (SnapshotReader reader = SnapshotReader.open(write(maps))) {
                List<SnapshotMap> read =
                        new ArrayList<>(RecordedSnapshots.read(reader.publicMaps()));
                read.addAll(RecordedSnapshots.read(reader.privateMaps(LedgerSecrets.of(secret))));

                assertEquals(content(maps), content(read), "seed " + seed);
                assertEquals(header, reader.header());
                assertArrayEquals(
                        Files.readAllBytes(reader.path()),
                        Files.readAllBytes(write(read)),
                        "seed " + seed);
            }
        }
    }

    @Test
    void aValueMayBeLargerThanAllBuffers() throws IOException {
        byte[] large = new byte[3 * SnapshotLayout.BUFFER_SIZE + 5];
        new Random(3).nextBytes(large);
        List<SnapshotMap> maps =
                List.of(
                        new SnapshotMap(
                                "public:a",
                                5,
                                List.of(new SnapshotRow(Bytes.utf8("k"), 5, Bytes.wrap(large)))),
                        new SnapshotMap(
                                "b",
                                5,
                                List.of(new SnapshotRow(Bytes.wrap(large), 5, Bytes.wrap(large)))));

        try (SnapshotReader reader = SnapshotReader.open(write(maps))) {
            List<SnapshotMap> read = new ArrayList<>(RecordedSnapshots.read(reader.publicMaps()));
            read.addAll(RecordedSnapshots.read(reader.privateMaps(LedgerSecrets.of(secret))));
            assertEquals(maps, read);
        }
    }

    @Test
    void aRowIsFoundBehindMapsThatAreNotRead() throws IOException {
        List<SnapshotMap> maps = new ArrayList<>();
        for (char name = 'a'; name <= 'e'; name++) {
            List<SnapshotRow> rows = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                Bytes value = Bytes.wrap(new byte[200]);
                rows.add(new SnapshotRow(Bytes.utf8(name + "key" + i), 1 + i % 9, value));
            }
            maps.add(new SnapshotMap("public:" + name, 9, rows));
        }

        try (SnapshotReader reader = SnapshotReader.open(write(maps))) {
            assertEquals(
                    9, reader.publicRow("public:d", Bytes.utf8("dkey8")).orElseThrow().version());
            assertTrue(reader.publicRow("public:d", Bytes.utf8("ckey8")).isEmpty());
            assertTrue(reader.publicRow("public:x", Bytes.utf8("dkey8")).isEmpty());
        }
    }

    @Test
    void nothingPrivateIsHandedOutUnderAnotherSecret() throws IOException {
        Path path = write(List.of(new SnapshotMap("p", 1, List.of())));
        try (SnapshotReader reader = SnapshotReader.open(path)) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> reader.privateMaps(LedgerSecrets.of(LedgerSecret.random(1))));
            assertThrows(
                    LedgerFormatException.class,
                    () -> reader.privateMaps(LedgerSecrets.of(LedgerSecret.random(SEQNO + 1))));
        }
    }

    @Test
    void mapsThatAreNotFitForASnapshotAreDefects() {
        SnapshotRow future = new SnapshotRow(Bytes.utf8("k"), SEQNO + 1, Bytes.EMPTY);
        SnapshotMap empty = new SnapshotMap("m", 1, List.of());
        assertThrows(
                IllegalStateException.class,
                () -> write(List.of(new SnapshotMap("m", 1, List.of(future)))));
        assertThrows(
                IllegalStateException.class,
                () -> write(List.of(new SnapshotMap("m", SEQNO + 1, List.of()))));
        assertThrows(IllegalStateException.class, () -> write(List.of(empty, empty)));
        assertThrows(
                IllegalStateException.class,
                () -> new SnapshotWriter(header, LedgerSecret.random(SEQNO + 1)));
    }
}
