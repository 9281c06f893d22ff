package dev.tallystick.ledger.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RealLedgers;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Every entry of every recorded ledger, written by CCF itself. */
@Tag("crypto")
class RealEntriesTest {
    private final EntryDecoder decoder = new EntryDecoder();

    @TestFactory
    Iterable<DynamicTest> publicDomainsOfRealEntriesEncodeToTheSameBytes() {
        return RealLedgers.directories().stream()
                .map(
                        directory ->
                                DynamicTest.dynamicTest(
                                        directory.toString(),
                                        () -> {
                                            int count = walk(directory, this::checkReencoding);
                                            assertTrue(count > 0, "no entry in " + directory);
                                        }))
                .toList();
    }

    private void checkReencoding(RawEntry raw) {
        EntryHeader header = EntryHeader.of(raw.bytes());

        byte[] domain = publicDomain(decoder.decodePublic(raw.bytes()));

        int from = EntryLayout.PUBLIC_OFFSET;
        byte[] original = Arrays.copyOfRange(raw.bytes(), from, from + header.publicLength());
        if (header.type() == EntryType.WRITE_SET) {
            clearReservedWord(original);
        }
        assertArrayEquals(original, domain, () -> "seqno " + raw.seqno());
    }

    /** CCF 1.x put a number where all later ones put 0, and nobody reads it. */
    private static void clearReservedWord(byte[] domain) {
        int end = EntryHeader.domainHeaderSize(EntryType.WRITE_SET);
        Arrays.fill(domain, end - EntryLayout.RESERVED_SIZE, end, (byte) 0);
    }

    private static byte[] publicDomain(Entry entry) {
        int headerSize = EntryHeader.domainHeaderSize(entry.type());
        var maps = entry.publicWrites().maps();
        byte[] domain = new byte[headerSize + (int) DomainWriter.sizeOf(maps)];
        DomainWriter writer = new DomainWriter();
        writer.begin(domain, 0);
        writer.domainHeader(
                entry.type(), entry.txId().seqno(), entry.claims(), entry.commitEvidenceDigest());
        writer.maps(maps);
        writer.end(domain.length);
        return domain;
    }

    @TestFactory
    Iterable<DynamicTest> leavesOfRealEntriesGiveTheSignedRoots() {
        return RealLedgers.directories().stream()
                .filter(directory -> startsAtOne(directory))
                .map(
                        directory ->
                                DynamicTest.dynamicTest(
                                        directory.toString(), () -> checkRoots(directory)))
                .toList();
    }

    private static boolean startsAtOne(Path directory) {
        return RealLedgers.files(directory).get(0).getFileName().toString().startsWith("ledger_1-");
    }

    private void checkRoots(Path directory) throws IOException {
        MerkleTree tree = new MerkleTree();
        int[] signatures = {0};
        walk(
                directory,
                raw -> {
                    Entry entry = decoder.decodePublic(raw.bytes());
                    if (entry.isSignature()) {
                        checkSignature(entry, tree);
                        signatures[0]++;
                    }
                    tree.append(entry.leaf());
                });
        assertTrue(signatures[0] > 0, "no signature in " + directory);
    }

    private static void checkSignature(Entry entry, MerkleTree tree) {
        String where = "signature " + entry.txId();
        Bytes json = value(entry, TableNames.SIGNATURES).orElseThrow();
        assertEquals(Json.parse(json).get("root").asString(), tree.root().hex(), where);
        assertEquals(json, Json.canonicalBytes(Json.parse(json)), where);

        byte[] stored = value(entry, TableNames.TREE).orElseThrow().toArray();
        MerkleTree loaded = MerkleTree.load(stored);
        assertEquals(tree.root(), loaded.root(), where);
        assertArrayEquals(stored, loaded.serialise(), where);

        MerkleTree ours = tree.copy();
        ours.flushTo(loaded.firstLeaf());
        assertArrayEquals(stored, ours.serialise(), where);
    }

    private static Optional<Bytes> value(Entry entry, String table) {
        return entry.publicWrites().value(table, Bytes.EIGHT_ZEROS);
    }

    @Test
    void theOlderServiceHasTheEntryTypesThatTheSpecCounts() throws IOException {
        Map<EntryType, Integer> counts = new EnumMap<>(EntryType.class);

        walk(
                RecordedServices.path("ccf-services/eol_service/ledger"),
                raw -> counts.merge(EntryHeader.of(raw.bytes()).type(), 1, Integer::sum));

        assertEquals(
                Map.of(
                        EntryType.WRITE_SET,
                        35,
                        EntryType.WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS,
                        465),
                counts);
    }

    @Test
    void jsonValuesOfRealTablesAreWrittenWithTheSameBytes() throws IOException {
        int[] count = {0};
        for (Path directory : RealLedgers.directories()) {
            walk(
                    directory,
                    raw ->
                            decoder.decodePublic(raw.bytes()).publicWrites().maps().stream()
                                    .filter(map -> map.name().startsWith("public:ccf."))
                                    .filter(map -> !map.name().equals(TableNames.PROPOSALS))
                                    .flatMap(map -> map.writes().values().stream())
                                    .filter(RealEntriesTest::isJson)
                                    .forEach(
                                            value -> {
                                                String text = Json.compact(Json.parse(value));
                                                assertEquals(value.utf8(), text);
                                                count[0]++;
                                            }));
        }
        assertTrue(count[0] > 1000, "only " + count[0] + " values");
    }

    private static boolean isJson(Bytes value) {
        boolean mayBe =
                value.startsWith(Bytes.utf8("{\""))
                        || value.startsWith(Bytes.utf8("["))
                        || value.startsWith(Bytes.utf8("\""));
        if (!mayBe) {
            return false;
        }
        try {
            Json.parse(value);
            return true;
        } catch (LedgerFormatException e) {
            return false; // JavaScript of a constitution, perhaps
        }
    }

    private interface Visitor {
        void visit(RawEntry entry);
    }

    private static int walk(Path directory, Visitor visitor) throws IOException {
        int count = 0;
        for (Path file : RealLedgers.files(directory)) {
            try (ChunkReader reader = ChunkReader.open(file)) {
                Optional<RawEntry> next = reader.next();
                for (; next.isPresent(); next = reader.next()) {
                    visitor.visit(next.get());
                    count++;
                }
            }
        }
        return count;
    }
}
