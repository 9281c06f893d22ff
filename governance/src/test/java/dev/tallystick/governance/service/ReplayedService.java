package dev.tallystick.governance.service;

import dev.tallystick.governance.api.GovRequest;
import dev.tallystick.governance.api.GovResponse;
import dev.tallystick.governance.api.GovernanceApi;
import dev.tallystick.governance.proposals.ProposalLifeCycle;
import dev.tallystick.governance.proposals.Resolution;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.js.Constitution;
import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.MapHandle;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A store that is led through the states of a recorded ledger, entry by entry, so that a recorded
 * request can be executed on the state, and bound to the Merkle root, that it met when it was
 * recorded.
 */
final class ReplayedService implements AutoCloseable {
    private final List<Entry> entries;
    private final @Nullable String constitution;
    private final MerkleTree tree = new MerkleTree();
    private final TestNodeControl node = new TestNodeControl();
    private final Store store;
    private final GovernanceApi api;

    /**
     * A replay of the ledger in this folder.
     *
     * @param constitution put in the place of the recorded one, or null to keep that
     */
    ReplayedService(String folder, @Nullable String constitution) throws IOException {
        this.entries = RealData.ledger(folder);
        this.constitution = constitution;
        this.store =
                new Store(
                        StoreOptions.defaults(),
                        LedgerSecrets.of(LedgerSecret.random(1)),
                        (id, root, serialised) -> recorded(id.seqno()).publicWrites(),
                        new Discarding());
        node.bind(store);
        store.onLocal(Tables.ENCRYPTED_LEDGER_SECRETS.name(), this::rekey);
        store.becomePrimary(2);
        Constitution scripts = new Constitution(GovernedService.ENGINE);
        this.api =
                new GovernanceApi(new ProposalLifeCycle(new Resolution(scripts, node)), node, node);
    }

    private static final class Discarding implements EntrySink {
        @Override
        public void accept(List<PipelineEntry> batch) {}

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    /** Executes one recorded request and notes how it differs from the record. */
    void compare(JsonNode exchange, List<String> differences) {
        String recordedId = exchange.path("headers").path("x-ms-ccf-transaction-id").asString("");
        if (!recordedId.isEmpty()) {
            advanceTo(TxId.parse(recordedId).seqno() - 1);
        }
        String path = exchange.path("path").stringValue();
        Transaction tx = store.begin();
        GovResponse response = execute(path, body(exchange), tx);
        String where = recordedId + " " + path;
        int status = exchange.path("status").asInt();
        if (response.status() != status) {
            differences.add(where + ": " + response.status() + " " + response.text());
        } else if (!ReplayedRows.withoutLines(response.text())
                .equals(ReplayedRows.withoutLines(exchange.path("body").asString("")))) {
            differences.add(where + ": " + response.text());
        }
        if (response.appliesWrites()) {
            WriteSet recorded = recorded(tx.readSeqno() + 1).publicWrites();
            compare(where, contents(recorded), contents(tx.writeSet()), differences);
        }
    }

    /** Repeats one recorded read, and notes how the answer differs but for the order of lists. */
    void compareRead(JsonNode exchange, List<String> differences) {
        String id = exchange.path("headers").path("x-ms-ccf-transaction-id").stringValue();
        advanceTo(TxId.parse(id).seqno());
        String target = exchange.path("path").stringValue();
        Routing.Match match = Routing.find(api, "GET", pathOf(target));
        GovRequest request =
                new GovRequest(
                        match.parameters(),
                        Map.of("api-version", "2024-07-01"),
                        null,
                        Bytes.EMPTY,
                        null);
        GovResponse response = api.execute(match.route(), request, store.begin());
        JsonNode body = exchange.path("body");
        String recorded = body.isString() ? body.stringValue() : Json.compact(body);
        if (!ReplayedRows.unordered(response.text()).equals(ReplayedRows.unordered(recorded))) {
            differences.add(target + "\n  CCF  " + recorded + "\n  ours " + response.text());
        }
    }

    private static String pathOf(String target) {
        return target.substring("/gov".length(), target.indexOf('?'));
    }

    private static byte[] body(JsonNode exchange) {
        return Base64.getDecoder()
                .decode(exchange.path("request_body").path("base64").stringValue());
    }

    private GovResponse execute(String target, byte[] envelope, Transaction tx) {
        Routing.Match match = Routing.find(api, "POST", pathOf(target));
        Map<String, String> query = Map.of("api-version", "2024-07-01");
        Digest root = tree.root(tx.readSeqno() + 1);
        return api.execute(
                match.route(),
                new GovRequest(
                        match.parameters(),
                        query,
                        "application/cose",
                        Bytes.copyOf(envelope),
                        CompletableFuture.completedFuture(root)),
                tx);
    }

    /** Applies the recorded entries up to this one. */
    private void advanceTo(long seqno) {
        while (store.lastTxId().seqno() < seqno) {
            Entry entry = recorded(store.lastTxId().seqno() + 1);
            if (entry.isSignature()) {
                Check.that(store.signAnyway().isPresent(), "the store does not sign");
                store.beginWithRoot().root().join();
            } else {
                commit(entry);
            }
            tree.append(entry.leaf());
        }
    }

    private void commit(Entry entry) {
        Transaction tx = store.begin();
        apply(entry.publicWrites(), tx);
        if (!(store.commit(tx) instanceof CommitResult.Committed(TxId id))
                || id.seqno() != entry.txId().seqno()) {
            throw new AssertionError("cannot replay " + entry.txId());
        }
    }

    private Entry recorded(long seqno) {
        return entries.get((int) seqno - 1);
    }

    private void apply(WriteSet writes, Transaction tx) {
        for (MapWrites map : writes.maps()) {
            MapHandle handle = tx.map(map.name());
            map.writes().forEach(handle::put);
            map.removals().forEach(handle::remove);
            if (map.name().equals(Tables.CONSTITUTION.name()) && constitution != null) {
                Tables.CONSTITUTION.put(tx, constitution);
            }
        }
        if (writes.maps().isEmpty()) {
            // An entry with private writes only: something must give it its seqno.
            tx.map("replay").put(Bytes.EMPTY, Bytes.EMPTY);
        }
    }

    /** Nobody has the key of the recorded node any more: any secret will do. */
    private void rekey(long seqno, MapWrites writes) {
        store.addSecret(LedgerSecret.random(seqno + 1).withPreviousSecretStoredAt(seqno));
    }

    private static SortedMap<String, String> contents(WriteSet writes) {
        SortedMap<String, String> contents = new TreeMap<>();
        for (MapWrites map : writes.maps()) {
            map.writes()
                    .forEach(
                            (key, value) ->
                                    contents.put(
                                            map.name() + " " + key.utf8(),
                                            ReplayedRows.comparable(map.name(), value)));
            map.removals().forEach(key -> contents.put(map.name() + " " + key.utf8(), "removed"));
        }
        return contents;
    }

    private static void compare(
            String where,
            SortedMap<String, String> recorded,
            SortedMap<String, String> ours,
            List<String> differences) {
        recorded.forEach(
                (row, value) -> {
                    if (!value.equals(ours.get(row))) {
                        differences.add(
                                where
                                        + ": "
                                        + row
                                        + "\n  CCF  "
                                        + value
                                        + "\n  ours "
                                        + ours.get(row));
                    }
                });
        ours.keySet().stream()
                .filter(row -> !recorded.containsKey(row))
                .forEach(row -> differences.add(where + ": only ours writes " + row));
    }

    @Override
    public void close() {
        store.close();
    }
}
