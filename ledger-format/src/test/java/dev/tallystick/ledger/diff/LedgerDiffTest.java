package dev.tallystick.ledger.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.diff.DiffReport.Divergence;
import dev.tallystick.ledger.diff.DiffReport.LayoutDifference;
import dev.tallystick.ledger.diff.DiffReport.Relation;
import dev.tallystick.ledger.diff.EntryDifference.Field;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.ChunkFormatException;
import dev.tallystick.ledger.files.ChunkSplit;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.LedgerFilesOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Two copies of a ledger, side by side. */
class LedgerDiffTest {
    private static final LedgerSecret SECRET = LedgerSecret.of(new byte[32], 1);
    private static final Bytes KEY = Bytes.utf8("k");

    @TempDir Path temp;

    private static byte[] entry(TxId id, int flags, Digest claims, MapWrites... maps) {
        return new EntryEncoder().encode(id, flags, WriteSet.of(maps), claims, SECRET).bytes();
    }

    private static MapWrites put(String map, String value) {
        return MapWrites.put(map, KEY, Bytes.utf8(value));
    }

    private static byte[] entry(long seqno) {
        int flags = seqno % 4 == 0 ? EntryFlags.FORCE_CHUNK_AFTER : 0;
        return entry(new TxId(2, seqno), flags, Digest.ZERO, put("public:m", "v" + seqno));
    }

    private static List<byte[]> entries(int count) {
        List<byte[]> entries = new ArrayList<>();
        for (int seqno = 1; seqno <= count; seqno++) {
            entries.add(entry(seqno));
        }
        return entries;
    }

    private Path write(String name, List<byte[]> entries) {
        Path directory = temp.resolve(name);
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory))) {
            entries.forEach(entry -> files.append(entry, true));
            files.commit(files.lastSeqno());
        }
        return directory;
    }

    private static DiffReport diff(Path a, Path b) throws IOException {
        LedgerChunks first = LedgerChunks.of(List.of(a));
        return LedgerDiff.compare(first, LedgerChunks.of(List.of(b)), (done, total, count) -> {});
    }

    /** The divergence of two ledgers that differ in their second entries. */
    private Divergence diverge(byte[] inA, byte[] inB) throws IOException {
        Path a = write("a", List.of(entry(1), inA, entry(3)));
        Path b = write("b", List.of(entry(1), inB, entry(3)));
        DiffReport report = diff(a, b);
        assertEquals(Relation.DIVERGENT, report.relation());
        assertEquals(1, report.equalCount());
        Divergence divergence = report.divergence();
        assertNotNull(divergence);
        assertEquals(2, divergence.seqno());
        assertEquals(8 + entry(1).length, divergence.a().offset());
        assertEquals(a.resolve("ledger_1"), divergence.a().file());
        return divergence;
    }

    private static Set<Field> fields(Divergence divergence) {
        Set<Field> fields = new TreeSet<>();
        for (EntryDifference difference : divergence.differences()) {
            if (difference instanceof EntryDifference.OfField field) {
                fields.add(field.field());
            }
        }
        return fields;
    }

    private static byte[] second(long view, int flags, Digest claims, MapWrites... maps) {
        return entry(new TxId(view, 2), flags, claims, maps);
    }

    @Test
    void equalCopiesAreEqual() throws IOException {
        DiffReport report = diff(write("a", entries(10)), write("b", entries(10)));
        assertEquals(Relation.EQUAL, report.relation());
        assertEquals(10, report.equalCount());
        assertEquals(new TxId(2, 10), report.a().last());
        assertEquals(List.of(), report.layout());
    }

    @Test
    void theShorterCopyIsAPartOfTheLonger() throws IOException {
        Path longer = write("a", entries(10));
        Path shorter = write("b", entries(6));
        DiffReport report = diff(longer, shorter);
        assertEquals(Relation.SECOND_IN_FIRST, report.relation());
        assertEquals(6, report.equalCount());
        assertEquals(new TxId(2, 10), report.a().last());
        assertEquals(new TxId(2, 6), report.b().last());
        assertEquals(
                List.of(new LayoutDifference(5, "ledger_5-8.committed", "ledger_5")),
                report.layout());
        assertEquals(Relation.FIRST_IN_SECOND, diff(shorter, longer).relation());
    }

    @Test
    void aSingleFileIsComparedWithItsPlaceInTheOtherCopy() throws IOException {
        Path a = write("a", entries(10));
        Path b = write("b", entries(10));
        DiffReport report = diff(a.resolve("ledger_5-8.committed"), b);
        assertEquals(Relation.FIRST_IN_SECOND, report.relation());
        assertEquals(4, report.equalCount());

        Path c = a.resolve("ledger_1-4.committed");
        assertEquals(Relation.DISJOINT, diff(c, b.resolve("ledger_9")).relation());
    }

    @Test
    void copiesThatBothLackSomethingOverlap() throws IOException {
        Path a = write("a", entries(10));
        Path b = write("b", entries(10));
        Files.delete(a.resolve("ledger_1-4.committed"));
        Files.delete(b.resolve("ledger_9"));
        assertEquals(Relation.OVERLAPPING, diff(a, b).relation());
    }

    @Test
    void otherFilesWithTheSameEntriesAreNotedOnly() throws Exception {
        Path a = write("a", entries(10));
        Path b = write("b", entries(10));
        Path c = temp.resolve("c");
        ChunkSplit.split(b.resolve("ledger_1-4.committed"), 3, c, true);
        Files.move(b.resolve("ledger_5-8.committed"), c.resolve("ledger_5-8.committed"));
        Files.move(b.resolve("ledger_9"), c.resolve("ledger_9"));
        DiffReport report = diff(a, c);
        assertEquals(Relation.EQUAL, report.relation());
        assertEquals(
                List.of(
                        new LayoutDifference(1, "ledger_1-4.committed", "ledger_1-3.committed"),
                        new LayoutDifference(4, "ledger_1-4.committed", "ledger_4-4.committed")),
                report.layout());
    }

    @Test
    void aValueIsNamedByMapAndKey() throws IOException {
        Divergence divergence =
                diverge(
                        second(2, 0, Digest.ZERO, put("public:a", "same"), put("public:m", "1")),
                        second(2, 0, Digest.ZERO, put("public:a", "same"), put("public:m", "2")));
        assertEquals(Set.of(Field.TAG), fields(divergence), "the tag depends on the maps");
        assertEquals(
                new EntryDifference.OfKey(
                        "public:m",
                        KEY,
                        new KeyState.Written(Bytes.utf8("1")),
                        new KeyState.Written(Bytes.utf8("2"))),
                divergence.differences().getLast());
    }

    @Test
    void aRemovedOrMissingKeyIsNamed() throws IOException {
        MapWrites removal = new MapWrites("public:m", new TreeMap<>(), new TreeSet<>(Set.of(KEY)));
        Divergence divergence =
                diverge(
                        second(2, 0, Digest.ZERO, removal),
                        second(2, 0, Digest.ZERO, put("public:n", "1")));
        List<EntryDifference> keys =
                divergence.differences().stream()
                        .filter(EntryDifference.OfKey.class::isInstance)
                        .toList();
        assertEquals(
                List.of(
                        new EntryDifference.OfKey(
                                "public:m", KEY, new KeyState.Removed(), new KeyState.Untouched()),
                        new EntryDifference.OfKey(
                                "public:n",
                                KEY,
                                new KeyState.Untouched(),
                                new KeyState.Written(Bytes.utf8("1")))),
                keys);
    }

    @Test
    void anotherViewShowsInTheTxIds() throws IOException {
        Divergence divergence =
                diverge(
                        second(2, 0, Digest.ZERO, put("public:m", "1")),
                        second(3, 0, Digest.ZERO, put("public:m", "1")));
        assertEquals(new TxId(2, 2), divergence.a().txId());
        assertEquals(new TxId(3, 2), divergence.b().txId());
        assertEquals(
                Set.of(Field.TAG, Field.IV, Field.VIEW, Field.COMMIT_EVIDENCE_DIGEST),
                fields(divergence));
    }

    @Test
    void flagsAreTold() throws IOException {
        Divergence flags =
                diverge(
                        second(2, 0, Digest.ZERO, put("public:m", "1")),
                        second(2, EntryFlags.FORCE_CHUNK_AFTER, Digest.ZERO, put("public:m", "1")));
        assertEquals(Set.of(Field.FLAGS), fields(flags));
        assertEquals(1, flags.offset());
        assertEquals(1, flags.differences().size());
    }

    @Test
    void claimsAreTold() throws IOException {
        Divergence claims =
                diverge(
                        second(2, 0, Digest.ZERO, put("public:m", "1")),
                        second(2, 0, Digest.sha256(new byte[1]), put("public:m", "1")));
        assertEquals(Set.of(Field.TAG, Field.CLAIMS_DIGEST), fields(claims));
    }

    @Test
    void privateMapsAreToldBySize() throws IOException {
        Divergence divergence =
                diverge(
                        second(2, 0, Digest.ZERO, put("m", "1")),
                        second(2, 0, Digest.ZERO, put("m", "123")));
        assertEquals(Set.of(Field.SIZE, Field.TAG), fields(divergence));
        EntryDifference last = divergence.differences().getLast();
        EntryDifference.OfPrivateDomain domain = (EntryDifference.OfPrivateDomain) last;
        assertEquals(2, domain.bSize() - domain.aSize());
    }

    @Test
    void theFormAloneIsTold() throws IOException {
        byte[] a = second(2, 0, Digest.ZERO, put("public:m", "1"));
        byte[] b = a.clone();
        int readVersion = 44 + 1 + 8 + 64 + 8 + 8 + "public:m".length();
        b[readVersion] = 1;
        Divergence divergence = diverge(a, b);
        assertEquals(List.of(new EntryDifference.OfForm(readVersion)), divergence.differences());
    }

    @Test
    void anEntryThatCannotBeReadIsToldWithItsCopy() throws IOException {
        byte[] a = second(2, 0, Digest.ZERO, put("public:m", "1"));
        byte[] b = a.clone();
        b[44 + 1 + 8 + 64 + 8 + 7] = 1; // the length of the map's name
        Divergence divergence = diverge(a, b);
        EntryDifference first = divergence.differences().getFirst();
        assertEquals(false, ((EntryDifference.Unreadable) first).isFirst());
        assertEquals(new TxId(2, 2), divergence.b().txId());
    }

    @Test
    void aDamagedFileIsNoDifference() throws IOException {
        Path a = write("a", entries(10));
        Path b = write("b", entries(10));
        Path file = b.resolve("ledger_5-8.committed");
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 4));
        var e = assertThrows(ChunkFormatException.class, () -> diff(a, b));
        assertEquals(file, e.file());
    }

    @Test
    void theFirstDifferenceEndsTheComparison() throws IOException {
        List<byte[]> other = entries(10);
        other.set(4, entry(new TxId(2, 5), 0, Digest.ZERO, put("public:m", "other")));
        DiffReport report = diff(write("a", entries(10)), write("b", other));
        Divergence divergence = report.divergence();
        assertNotNull(divergence);
        assertEquals(5, divergence.seqno());
        assertEquals(4, report.equalCount());
    }
}
