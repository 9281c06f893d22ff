package dev.tallystick.ledger.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Snapshots put together by hand, right in all but one thing. */
class SnapshotReaderTest {
    @TempDir Path directory;

    private final RowOrder order = new RowOrder();

    /** Grows by little-endian numbers and byte strings. */
    private static final class Form {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Form u64(long value) {
            byte[] eight = new byte[8];
            ByteBuffer.wrap(eight).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
            return raw(eight);
        }

        Form raw(byte... more) {
            bytes.writeBytes(more);
            return this;
        }

        Form padded(byte... more) {
            raw(more);
            return raw(new byte[-more.length & 7]);
        }

        Form name(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return u64(utf8.length).raw(utf8);
        }

        Form map(String name, long version, Form rows) {
            return name(name).u64(version).u64(rows.size()).raw(rows.toArray());
        }

        Form row(String key, long version, String value) {
            byte[] v = value.getBytes(StandardCharsets.UTF_8);
            u64(key.length()).padded(key.getBytes(StandardCharsets.UTF_8));
            return u64(8 + v.length).u64(version).padded(v);
        }

        int size() {
            return bytes.size();
        }

        byte[] toArray() {
            return bytes.toByteArray();
        }
    }

    /** The public domain up to the maps. */
    private static Form domain() {
        return new Form()
                .raw((byte) 1)
                .u64(5)
                .u64(0)
                .u64(32)
                .raw(new byte[32])
                .u64(16)
                .u64(1)
                .u64(1);
    }

    private static byte[] entry(byte[] publicDomain, byte[] privateDomain) {
        int rest = 36 + publicDomain.length + privateDomain.length;
        return new Form()
                .u64((long) rest << 16 | 1)
                .raw(new byte[16])
                .raw(GcmStream.iv(5))
                .u64(publicDomain.length)
                .raw(publicDomain)
                .raw(privateDomain)
                .toArray();
    }

    private Path file(byte... bytes) throws IOException {
        return Files.write(directory.resolve("snapshot"), bytes);
    }

    private void assertMalformed(Form publicDomain, String reason) throws IOException {
        Path file = file(entry(publicDomain.toArray(), new byte[0]));
        LedgerFormatException e =
                assertThrows(
                        LedgerFormatException.class,
                        () -> {
                            try (SnapshotReader reader = SnapshotReader.open(file)) {
                                RecordedSnapshots.read(reader.publicMaps());
                            }
                        });
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }

    private List<String> inOrder(String... keys) {
        return Arrays.stream(keys)
                .sorted(Comparator.comparingLong(key -> order.rank(Bytes.utf8(key))))
                .toList();
    }

    @Test
    void aWellFormedSnapshotIsRead() throws IOException {
        Form rows = new Form();
        inOrder("a", "bb", "").forEach(key -> rows.row(key, 3, "value of " + key));
        Form publicDomain = domain().map("public:m", 4, rows).map("public:n", 0, new Form());

        try (SnapshotReader reader =
                SnapshotReader.open(file(entry(publicDomain.toArray(), new byte[0])))) {
            List<SnapshotMap> maps = RecordedSnapshots.read(reader.publicMaps());
            assertEquals(
                    List.of("public:m", "public:n"), maps.stream().map(m -> m.name()).toList());
            assertEquals(0, reader.privateSize());
            assertEquals(false, reader.hasReceipt());
            assertEquals(
                    "value of bb",
                    reader.publicRow("public:m", Bytes.utf8("bb")).orElseThrow().value().utf8());
        }
    }

    @Test
    void oldDeletionMarkersAreSkipped() throws IOException {
        Form rows = new Form();
        inOrder("gone", "kept").forEach(key -> rows.row(key, key.equals("gone") ? -3 : 3, ""));

        try (SnapshotReader reader =
                SnapshotReader.open(
                        file(entry(domain().map("public:m", 4, rows).toArray(), new byte[0])))) {
            SnapshotCursor maps = reader.publicMaps();
            assertTrue(maps.nextMap().isPresent());
            assertEquals("kept", maps.nextRow().orElseThrow().key().utf8());
            assertTrue(maps.nextRow().isEmpty());
            assertTrue(maps.nextMap().isEmpty());
        }
    }

    @Test
    void mapsAndRowsMustBeInOrderAndOnce() throws IOException {
        Form none = new Form();
        assertMalformed(domain().map("public:m", 1, none).map("public:m", 1, none), "occurs twice");
        assertMalformed(
                domain().map("public:n", 1, none).map("public:m", 1, none), "order of names");
        assertMalformed(domain().map("private", 1, none), "private map in the public domain");
        List<String> keys = inOrder("a", "b");
        assertMalformed(
                domain().map(
                                "public:m",
                                1,
                                new Form().row(keys.get(1), 1, "").row(keys.get(0), 1, "")),
                "order of keys");
        assertMalformed(
                domain().map("public:m", 1, new Form().row("a", 1, "").row("a", 1, "x")),
                "a key occurs twice");
    }

    @Test
    void lengthsAreCheckedBeforeAnythingIsAllocated() throws IOException {
        for (long length : new long[] {Long.MAX_VALUE, -1, 1L << 40, 1000}) {
            assertMalformed(domain().u64(length), "a map's name of");
            assertMalformed(domain().name("public:m").u64(1).u64(length), "map public:m of");
            Form key = new Form().u64(length);
            assertMalformed(domain().map("public:m", 1, key), "a key of");
            Form value = new Form().u64(1).padded((byte) 'k').u64(length).u64(1);
            assertMalformed(domain().map("public:m", 1, value), "a value of");
        }
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        assertMalformed(domain().map("public:m", -1, new Form()), "has version -1");
        assertMalformed(
                domain().map("public:m", 1, new Form().u64(1).padded((byte) 'k').u64(7).u64(1)),
                "has no version");
        assertMalformed(
                domain().map(
                                "public:m",
                                1,
                                new Form()
                                        .u64(1)
                                        .raw(new byte[] {'k', 0, 0, 0, 0, 0, 0, 1})
                                        .u64(8)
                                        .u64(1)),
                "padding is not zero");
        Form cut =
                domain().name("public:m").u64(1).u64(16).raw(new Form().row("k", 1, "").toArray());
        assertMalformed(cut, "passes the end of map");
        assertMalformed(domain().u64(2).raw((byte) 0xc3, (byte) 0x28), "not UTF-8");
        assertMalformed(domain().raw((byte) 0), "8 bytes expected where 1 are left");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4, entry type 4",
        "1, 0, cannot be of seqno 0",
        "1, 6, the IV is not that of the snapshot of seqno 6",
        "17, 31, a leaf of 31 bytes",
        "17, 33, the leaf of 33 bytes",
        "57, 15, a view history of 15 bytes",
        "57, 0, a view history of 0 views",
        "65, 2, a view that begins at seqno 1 after one that begins at 2",
        "73, 6, a view that begins at seqno 6"
    })
    void aBadHeaderIsRefused(int offset, int value, String reason) throws IOException {
        byte[] bytes = domain().toArray();
        bytes[offset] = (byte) value;
        Path file = file(entry(bytes, new byte[0]));

        LedgerFormatException e =
                assertThrows(LedgerFormatException.class, () -> SnapshotReader.open(file));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 43, 44, 108, 116})
    void aTruncatedHeaderIsRefused(int size) throws IOException {
        Path file = file(Arrays.copyOf(entry(domain().toArray(), new byte[0]), size));

        assertThrows(LedgerFormatException.class, () -> SnapshotReader.open(file));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, entry format version is 2",
        "2, 255, announces 263 bytes",
        "2, 60, a snapshot entry of only 68 bytes",
        "36, 64, public domain of 64 bytes does not fit",
        "36, 82, public domain of 82 bytes does not fit",
        "43, 128, public domain of 9223372036854775889 bytes does not fit"
    })
    void sizesThatCannotBeAreRefused(int offset, int value, String reason) throws IOException {
        byte[] bytes = entry(domain().toArray(), new byte[0]);
        bytes[offset] = (byte) value;
        Path file = file(bytes);

        LedgerFormatException e =
                assertThrows(LedgerFormatException.class, () -> SnapshotReader.open(file));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }

    @Test
    void everyPrefixOfASnapshotIsRefused() throws IOException {
        SmallSnapshot snapshot = new SmallSnapshot();
        Path whole = snapshot.publish(directory);
        byte[] bytes = Files.readAllBytes(whole);
        for (int size = 0; size < bytes.length; size += size < 200 ? 1 : 37) {
            Path file = file(Arrays.copyOf(bytes, size));
            assertThrows(
                    SnapshotException.class,
                    () -> SnapshotVerifier.verify(file, SnapshotVerifier.Trust.NONE));
        }
    }
}
