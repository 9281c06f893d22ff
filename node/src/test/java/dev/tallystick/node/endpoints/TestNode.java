package dev.tallystick.node.endpoints;

import dev.tallystick.consensus.Configuration;
import dev.tallystick.consensus.LogPosition;
import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.consensus.Role;
import dev.tallystick.consensus.ViewHistory;
import dev.tallystick.governance.api.GovernanceApi;
import dev.tallystick.governance.effects.NodeControl;
import dev.tallystick.governance.proposals.ProposalLifeCycle;
import dev.tallystick.governance.proposals.Resolution;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeInfo;
import dev.tallystick.governance.tables.NodeInterface;
import dev.tallystick.governance.tables.NodeStatus;
import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.js.ConsensusView;
import dev.tallystick.js.Constitution;
import dev.tallystick.js.JsApplication;
import dev.tallystick.js.JsEngine;
import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.node.http.Authority;
import dev.tallystick.node.http.HttpRequest;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.http.HttpSession;
import dev.tallystick.node.http.InterfaceOptions;
import dev.tallystick.node.http.SessionMetrics;
import dev.tallystick.node.rpc.Dispatcher;
import dev.tallystick.node.rpc.DispatcherSetup;
import dev.tallystick.node.rpc.PrimaryOnly;
import dev.tallystick.node.rpc.RequestLog;
import dev.tallystick.platform.QuoteFormat;
import dev.tallystick.platform.QuoteInfo;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** All endpoints over a real store and engine; what the node would tell is set by the test. */
final class TestNode implements NodeView, NodeControl, ConsensusView, AutoCloseable {
    static final String ID = "a".repeat(64);
    static final String OTHER_ID = "b".repeat(64);

    /** One engine for all tests: it is slow to start. */
    private static final JsEngine ENGINE = new JsEngine();

    final Store store =
            new Store(
                    StoreOptions.defaults(),
                    LedgerSecrets.of(LedgerSecret.random(1)),
                    (id, root, tree) ->
                            WriteSet.of(
                                    MapWrites.put(
                                            Tables.SIGNATURES.name(),
                                            Bytes.EIGHT_ZEROS,
                                            Bytes.utf8("{}")),
                                    MapWrites.put(
                                            Tables.TREE.name(),
                                            Bytes.EIGHT_ZEROS,
                                            Bytes.wrap(tree))),
                    new NoLedger());
    final Map<TxId, ReceiptSource.Lookup> receipts = new TreeMap<>();
    Optional<RaftStatus> status = Optional.of(leading(new LogPosition(2, 2), 5));
    NodeState state = NodeState.PART_OF_NETWORK;
    boolean isStopping;
    boolean isAppOpen = true;
    @Nullable SessionMetrics metrics;

    private final EcKeyPair key = EcKeyPair.generate(Curve.P384);
    private final Dispatcher dispatcher;
    private long sessions;

    TestNode() {
        store.becomePrimary(2);
        GovernanceApi governance =
                new GovernanceApi(
                        new ProposalLifeCycle(new Resolution(new Constitution(ENGINE), this)),
                        this,
                        this);
        dispatcher =
                new Dispatcher(
                        new DispatcherSetup(
                                store,
                                this,
                                Frontends.of(
                                        new Frontends.Parts(
                                                this,
                                                id ->
                                                        receipts.getOrDefault(
                                                                id,
                                                                new ReceiptSource.Lookup.NotYet()),
                                                governance,
                                                new JsApplication(ENGINE, this),
                                                InstantSource.system())),
                                Map.of(),
                                new PrimaryOnly(this),
                                new RequestLog(),
                                0));
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    static RaftStatus leading(LogPosition committed, long lastSeqno) {
        var self = new dev.tallystick.consensus.NodeId(ID);
        return raft(Role.LEADER, self, committed, lastSeqno);
    }

    static RaftStatus following(@Nullable String leader) {
        return raft(
                Role.FOLLOWER,
                leader == null ? null : new dev.tallystick.consensus.NodeId(leader),
                new LogPosition(2, 2),
                5);
    }

    private static RaftStatus raft(
            Role role,
            dev.tallystick.consensus.@Nullable NodeId leader,
            LogPosition committed,
            long lastSeqno) {
        var self = new dev.tallystick.consensus.NodeId(ID);
        return new RaftStatus(
                role,
                2,
                lastSeqno,
                committed,
                leader,
                true,
                null,
                List.of(new Configuration(1, Map.of(self, "127.0.0.1:3"))),
                new TreeMap<>(),
                ViewHistory.of(List.of(1L, 1L)));
    }

    TxId write(Consumer<Transaction> body) {
        Transaction transaction = store.begin();
        body.accept(transaction);
        if (store.commit(transaction) instanceof CommitResult.Committed committed) {
            return committed.id();
        }
        throw new AssertionError("not committed");
    }

    /** Writes this node and its service into the tables, as genesis would. */
    void create(ServiceStatus serviceStatus) {
        write(
                tx -> {
                    Tables.SERVICE_INFO.put(
                            tx,
                            new ServiceInfo("PEM", serviceStatus, 0L, new TxId(2, 1), null, null));
                    Tables.NODE_INFO.put(tx, new NodeId(ID), info(NodeStatus.TRUSTED, 8000));
                });
    }

    static NodeInfo info(NodeStatus status, int port) {
        NodeInterface address = NodeInterface.of("0.0.0.0:" + port, "127.0.0.1:" + port);
        SortedMap<String, NodeInterface> interfaces = new TreeMap<>();
        interfaces.put("main", address);
        return new NodeInfo(
                status,
                new QuoteInfo(QuoteFormat.INSECURE_VIRTUAL, Bytes.utf8("{}"), Bytes.EMPTY),
                "PEM",
                "PEM",
                "PEM",
                "00ff",
                address,
                interfaces,
                null,
                null,
                false,
                false,
                null);
    }

    HttpSession session() {
        return new HttpSession(
                ++sessions, InterfaceOptions.of("main", "127.0.0.1", 0, Authority.NODE), null);
    }

    HttpResponse ask(String verb, String target) {
        return ask(verb, target, new TreeMap<>(), Bytes.EMPTY);
    }

    HttpResponse ask(String verb, String target, SortedMap<String, String> headers, Bytes body) {
        List<HttpResponse> answers = new ArrayList<>();
        dispatcher.handle(new HttpRequest(session(), verb, target, headers, body), answers::add);
        return answers.getFirst();
    }

    /** Status and body of a GET, e.g. {@code 200 {"a":1}}. */
    String get(String target) {
        HttpResponse answer = ask("GET", target);
        return answer.status() + " " + answer.body().utf8();
    }

    JsonNode json(String target) {
        return Json.parse(ask("GET", target).body());
    }

    static String id(HttpResponse response) {
        return response.headers().getOrDefault(Dispatcher.TRANSACTION_ID, "none");
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public Optional<RaftStatus> status() {
        return status;
    }

    @Override
    public String nodeId() {
        return ID;
    }

    @Override
    public NodeState state() {
        return state;
    }

    @Override
    public boolean isStopNoticeGiven() {
        return isStopping;
    }

    @Override
    public long lastSignedSeqno() {
        return 2;
    }

    @Override
    public long startupSeqno() {
        return 0;
    }

    @Override
    public Optional<RecoveryProgress> recoveryProgress() {
        return state == NodeState.READING_PRIVATE_LEDGER
                ? Optional.of(new RecoveryProgress(9, 4))
                : Optional.empty();
    }

    @Override
    public String selfSignedCertificatePem() {
        return "SELF";
    }

    @Override
    public ObjectNode rpcInterfaces() {
        ObjectNode interfaces = Json.object();
        interfaces.putObject("main").put("bind_address", "127.0.0.1:1");
        return interfaces;
    }

    @Override
    public boolean isGovernanceOpen() {
        return true;
    }

    @Override
    public boolean isApplicationOpen() {
        return isAppOpen;
    }

    @Override
    public @Nullable SessionMetrics sessions() {
        return metrics;
    }

    @Override
    public String softwareVersion() {
        return "ccf-7.0.0-test";
    }

    @Override
    public String scriptEngineVersion() {
        return ENGINE.engineVersion();
    }

    @Override
    public LedgerSecrets ledgerSecrets() {
        return store.secrets();
    }

    @Override
    public EcKeyPair serviceKey() {
        return key;
    }

    @Override
    public LedgerAccess ledgerAccess() {
        return LedgerAccess.WHOLE;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void requestChunk(long seqno) {}

    @Override
    public void requestSnapshot() {}

    @Override
    public TxId lastCommitted() {
        return new TxId(2, 2);
    }

    @Override
    public Status status(TxId id) {
        return id.seqno() <= 2 ? Status.COMMITTED : Status.UNKNOWN;
    }

    @Override
    public OptionalLong viewOf(long seqno) {
        return OptionalLong.of(2);
    }

    private static final class NoLedger implements EntrySink {
        @Override
        public void accept(List<PipelineEntry> batch) {}

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }
}
