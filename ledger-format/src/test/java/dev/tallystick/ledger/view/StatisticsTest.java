package dev.tallystick.ledger.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.SmallLedger;
import dev.tallystick.ledger.entry.EncodedEntry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.EntryType;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.view.KeyHistory.Sought;
import dev.tallystick.ledger.view.KeyHistory.Version;
import dev.tallystick.ledger.view.LedgerView.Visitor;
import dev.tallystick.ledger.view.TableStatistics.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What is counted of tables and ledgers, and the versions of a key. */
class StatisticsTest {
    private static final LedgerSecret SECRET = LedgerSecret.random(1);

    private final EntryEncoder encoder = new EntryEncoder();
    private final EntryDecoder decoder = new EntryDecoder();
    private TxId last = new TxId(2, 0);

    @Test
    void tablesAreCountedPublicOnesFirst() {
        TableStatistics tables = new TableStatistics();
        tables.accept(entry(true, put("public:b", "k", "value"), put("private", "k", "v")));
        tables.accept(entry(true, put("public:b", "k2", "value"), put("public:a", "x", "")));
        tables.accept(entry(true, removal("public:b", "k", "never-there")));
        assertEquals(
                List.of(
                        new Row("public:a", true, 1, 1, 0, 1, live(1), id(2), id(2)),
                        new Row("public:b", true, 3, 2, 2, 13 + 12, live(1), id(1), id(3)),
                        new Row("private", false, 1, 1, 0, 2, live(1), id(1), id(1))),
                tables.rows());
        assertEquals(0, tables.sealedCount());
    }

    @Test
    void liveKeysAreNotToldOfTablesThatWereNotReadWhole() {
        TableStatistics late = new TableStatistics();
        entry(true, put("public:a", "x", "y"));
        late.accept(entry(true, put("public:a", "x2", "y")));
        assertEquals(OptionalLong.empty(), late.rows().getFirst().liveKeys());

        last = new TxId(2, 0);
        TableStatistics partly = new TableStatistics();
        partly.accept(entry(true, put("public:a", "x", "y"), put("private", "x", "y")));
        partly.accept(entry(false, put("private", "x", "y")));
        assertEquals(live(1), partly.rows().get(0).liveKeys());
        assertEquals(OptionalLong.empty(), partly.rows().get(1).liveKeys());
        assertEquals(1, partly.sealedCount());
    }

    @Test
    void theBoundsOfTablesAndKeysAreKept() {
        TableStatistics tables = new TableStatistics(new TableStatistics.Limits(2, 3));
        tables.accept(entry(true, put("public:a", "1", ""), put("public:b", "1", "")));
        tables.accept(entry(true, put("public:a", "2", ""), put("public:c", "1", "")));
        assertEquals(live(2), tables.rows().get(0).liveKeys());
        assertEquals(live(1), tables.rows().get(1).liveKeys());
        tables.accept(entry(true, put("public:a", "3", ""), put("public:d", "1", "")));
        assertEquals(OptionalLong.empty(), tables.rows().get(0).liveKeys());
        assertEquals(live(1), tables.rows().get(1).liveKeys());
        Row others = tables.rows().get(2);
        assertEquals(TableStatistics.OTHER_TABLES, others.name());
        assertEquals(2, others.writes());
        assertEquals(id(2), others.first());
    }

    @Test
    void liveKeysAgreeWithASetUnderRandomChanges() {
        long seed = 20261120;
        Random random = new Random(seed);
        LiveKeys keys = new LiveKeys();
        Set<Integer> naive = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            int key = random.nextInt(2_000);
            Bytes bytes = Bytes.utf8("key" + key);
            if (random.nextBoolean()) {
                keys.add(bytes);
                naive.add(key);
            } else {
                keys.remove(bytes);
                naive.remove(key);
            }
            assertEquals(naive.size(), keys.count(), "step " + i + ", seed " + seed);
        }
    }

    @Test
    void aDistributionTellsLeastMedianMeanAndGreatest() {
        Distribution numbers = new Distribution();
        for (long number : new long[] {5, 6, 7, 100, 0}) {
            numbers.add(number);
        }
        assertEquals(5, numbers.count());
        assertEquals(0, numbers.min());
        assertEquals(100, numbers.max());
        assertEquals(23.6, numbers.mean());
        assertEquals(new Distribution.Bucket(4, 7, 3), numbers.median());
        assertEquals(
                List.of(
                        new Distribution.Bucket(0, 0, 1),
                        new Distribution.Bucket(1, 1, 0),
                        new Distribution.Bucket(2, 3, 0),
                        new Distribution.Bucket(4, 7, 3),
                        new Distribution.Bucket(8, 15, 0),
                        new Distribution.Bucket(16, 31, 0),
                        new Distribution.Bucket(32, 63, 0),
                        new Distribution.Bucket(64, 127, 1)),
                numbers.buckets());
    }

    @ParameterizedTest
    @CsvSource({
        "*, records, true",
        "public:ccf.gov.*, public:ccf.gov.users.info, true",
        "public:ccf.gov.*, public:ccf.internal.tree, false",
        "*gov*info, public:ccf.gov.users.info, true",
        "*gov*info, public:ccf.gov.users.infos, false",
        "rec?rds, records, true",
        "records, public:records, false",
        "a.c, abc, false",
        "a*, a, true",
        "*a*b*c, xxabcabxc, true",
        "'', records, false",
    })
    void aGlobMatchesWholeNames(String glob, String name, boolean isMatch) {
        assertEquals(isMatch, new Glob(glob).matches(name));
    }

    @Test
    void versionsOfAKeyCarryTheNextSignature(@TempDir Path directory) throws IOException {
        SmallLedger ledger = new SmallLedger(directory);
        ledger.begin().application("a").sign().application("b").application("a").sign();
        ledger.write(
                new MapWrites("public:records", new TreeMap<>(), new TreeSet<>(Set.of(utf8("a")))));
        ledger.flush();
        List<Version> versions = history(directory, "public:records", "a");
        ledger.close();

        assertEquals(List.of(id(2), id(5), id(7)), versions.stream().map(Version::txId).toList());
        assertEquals(utf8("public"), versions.get(0).value());
        assertNull(versions.get(2).value());
        SignatureSummary first = signature(versions.get(0));
        assertEquals(id(3), first.txId());
        assertEquals(ledger.nodeKey.publicKey().idHex(), first.node());
        assertEquals(
                ledger.serviceKey.publicKey().idHex(),
                Objects.requireNonNull(first.service()).keyId());
        assertEquals(SmallLedger.NOW, first.time().orElseThrow());
        assertEquals(id(6), signature(versions.get(1)).txId());
        assertNull(versions.get(2).signature());
    }

    @Test
    void aSignatureIsNotCoveredByItself(@TempDir Path directory) throws IOException {
        SmallLedger ledger = new SmallLedger(directory);
        ledger.begin().sign().sign();
        ledger.flush();
        List<Version> versions = history(directory, "public:ccf.internal.signatures", "0");
        ledger.close();
        assertEquals(id(3), signature(versions.get(0)).txId());
        assertNull(versions.get(1).signature());
    }

    @Test
    void tooManyWaitingVersionsAreHandedOutWithoutSignature() {
        List<Version> versions = new ArrayList<>();
        KeyHistory history = new KeyHistory(sought("public:t", "k"), versions::add, 3 * 130);
        for (int i = 0; i < 4; i++) {
            history.accept(entry(true, put("public:t", "k", "" + i)));
        }
        assertEquals(1, versions.size());
        assertEquals(1, history.unsettledCount());
        history.end();
        assertEquals(
                List.of("0", "1", "2", "3"),
                versions.stream()
                        .map(version -> Objects.requireNonNull(version.value()).utf8())
                        .toList());
    }

    @Test
    void whatCouldNotBeSearchedIsCountedForPrivateTablesOnly() {
        KeyHistory secret = new KeyHistory(sought("t", "k"), version -> {});
        KeyHistory open = new KeyHistory(sought("public:t", "k"), version -> {});
        ViewedEntry sealed = entry(false, put("t", "k", "v"));
        secret.accept(sealed);
        open.accept(sealed);
        assertEquals(1, secret.sealedCount());
        assertEquals(0, open.sealedCount());
    }

    @Test
    void aLedgerIsMeasured(@TempDir Path directory) throws IOException {
        SmallLedger ledger = new SmallLedger(directory);
        ledger.begin().application("a").signAndCommit();
        ledger.application("b").sign().application("c");
        ledger.flush();
        LedgerStatistics statistics = statistics(directory);
        ledger.close();

        assertEquals(6, statistics.transactions());
        assertEquals(id(1), statistics.first());
        assertEquals(id(6), statistics.last());
        assertEquals(
                Map.of(EntryType.WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS, 6L),
                statistics.types());
        assertEquals(3, statistics.privateCount());
        assertEquals(0, statistics.claimsCount());
        assertEquals(2, statistics.signatures());
        assertEquals(2, statistics.coseSignatures());
        assertEquals(2, statistics.signatureSpacing().max());
        assertEquals(1, statistics.unsigned());
        assertEquals(
                new LedgerStatistics.TimeSpan(SmallLedger.NOW, SmallLedger.NOW),
                statistics.time().orElseThrow());
        LedgerStatistics.ByteShares bytes = statistics.bytes();
        assertEquals(
                bytes.all(), bytes.publicDomains() + bytes.privateDomains() + bytes.overhead());
        assertEquals(
                List.of("ledger_1-3.committed", "ledger_4"),
                statistics.chunks().stream()
                        .map(chunk -> chunk.file().getFileName().toString())
                        .toList());
        assertEquals(3, statistics.chunks().get(1).transactions());
        assertEquals(1, statistics.views().size());
        ViewStatistics view = statistics.views().getFirst();
        assertEquals(6, view.transactions());
        assertEquals(2, view.signatures());
        assertEquals(2, view.timed().orElseThrow().transactions());
        assertTrue(view.timed().orElseThrow().transactionsPerSecond().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "ccf7-service/node0/ledger, 326, 29, 29, 1",
        "ccf-services/eol_service/ledger, 500, 85, 0, 5",
        "ccf-services/cose_flipflop_service/ledger, 46, 23, 5, 1",
    })
    void recordedLedgersAreMeasured(
            String folder, long transactions, long signatures, long coseSignatures, int views)
            throws IOException {
        LedgerStatistics statistics = statistics(RecordedServices.path(folder));
        assertEquals(transactions, statistics.transactions());
        assertEquals(signatures, statistics.signatures());
        assertEquals(coseSignatures, statistics.coseSignatures());
        assertEquals(coseSignatures > 0, statistics.time().isPresent());
        assertEquals(views, statistics.views().size());
        assertFalse(statistics.chunks().isEmpty());
    }

    @Test
    void versionsUpToAnEndAreSignedByWhatFollowsIt(@TempDir Path directory) throws IOException {
        SmallLedger ledger = new SmallLedger(directory);
        ledger.begin().application("a").application("a").sign().sign();
        ledger.flush();
        List<Version> versions = new ArrayList<>();
        List<TxId> seen = new ArrayList<>();
        KeyHistory history = new KeyHistory(new Sought("public:records", "a", 2), versions::add);
        LedgerChunks chunks = LedgerChunks.of(List.of(directory));
        try (LedgerView view = LedgerView.open(chunks, SeqnoRange.ALL, KnownSecrets.NONE)) {
            view.walk(
                    entry -> {
                        seen.add(entry.entry().txId());
                        return history.accept(entry);
                    });
        }
        ledger.close();
        assertEquals(List.of(id(2)), versions.stream().map(Version::txId).toList());
        assertEquals(id(4), signature(versions.getFirst()).txId());
        assertEquals(id(4), seen.getLast());
    }

    private static Sought sought(String table, String key) {
        return new Sought(table, key, Long.MAX_VALUE);
    }

    private static SignatureSummary signature(Version version) {
        return Objects.requireNonNull(version.signature());
    }

    private LedgerStatistics statistics(Path directory) throws IOException {
        LedgerStatistics statistics = new LedgerStatistics();
        walk(directory, statistics::accept);
        return statistics;
    }

    private static List<Version> history(Path directory, String table, String key)
            throws IOException {
        List<Version> versions = new ArrayList<>();
        KeyHistory history = new KeyHistory(sought(table, key), versions::add);
        walk(directory, history::accept);
        history.end();
        return versions;
    }

    private static void walk(Path directory, Consumer<ViewedEntry> consumer) throws IOException {
        Visitor all =
                entry -> {
                    consumer.accept(entry);
                    return true;
                };
        LedgerChunks chunks = LedgerChunks.of(List.of(directory));
        try (LedgerView view = LedgerView.open(chunks, SeqnoRange.ALL, KnownSecrets.NONE)) {
            view.walk(all);
        }
    }

    private ViewedEntry entry(boolean isOpen, MapWrites... writes) {
        last = last.next();
        EncodedEntry encoded = encoder.encode(last, 0, WriteSet.of(writes), Digest.ZERO, SECRET);
        byte[] bytes = encoded.bytes();
        EntryHeader header = EntryHeader.of(bytes);
        return new ViewedEntry(
                Path.of("ledger_1"),
                8,
                isOpen
                        ? decoder.decode(bytes, LedgerSecrets.of(SECRET))
                        : decoder.decodePublic(bytes),
                bytes.length,
                header.publicLength(),
                header.privateLength());
    }

    private static MapWrites put(String table, String key, String value) {
        return MapWrites.put(table, utf8(key), utf8(value));
    }

    private static MapWrites removal(String table, String... keys) {
        TreeSet<Bytes> removals = new TreeSet<>();
        for (String key : keys) {
            removals.add(utf8(key));
        }
        return new MapWrites(table, new TreeMap<>(), removals);
    }

    private static Bytes utf8(String text) {
        return Bytes.utf8(text);
    }

    private static OptionalLong live(long keys) {
        return OptionalLong.of(keys);
    }

    private static TxId id(long seqno) {
        return new TxId(2, seqno);
    }
}
