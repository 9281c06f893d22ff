package dev.tallystick.governance.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tallystick.governance.Genesis;
import dev.tallystick.governance.GenesisParameters;
import dev.tallystick.governance.api.ApiVersion;
import dev.tallystick.governance.api.GovRequest;
import dev.tallystick.governance.api.GovResponse;
import dev.tallystick.governance.api.GovRoute;
import dev.tallystick.governance.api.GovernanceApi;
import dev.tallystick.governance.effects.LedgerRekey;
import dev.tallystick.governance.proposals.ProposalLifeCycle;
import dev.tallystick.governance.proposals.Resolution;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeInfo;
import dev.tallystick.governance.tables.NodeInterface;
import dev.tallystick.governance.tables.NodeStatus;
import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.RecoveryRole;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.js.Constitution;
import dev.tallystick.js.JsEngine;
import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.platform.QuoteFormat;
import dev.tallystick.platform.QuoteInfo;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A whole service without a network: a real store with its pipeline, the real JavaScript engine,
 * and the governance API on top. Time is counted in requests.
 */
public final class GovernedService implements AutoCloseable {
    /** One engine for all tests: it is slow to start. */
    static final JsEngine ENGINE = new JsEngine();

    private static final long VIEW = 2;

    private final List<TestMember> members;
    private final RsaKeyPair nodeEncryptionKey = RsaKeyPair.generate();
    private final TestNodeControl node = new TestNodeControl();
    private final Store store;
    private final GovernanceApi api;
    private long now = TestMember.BIRTH.getEpochSecond();

    private GovernedService(List<TestMember> members) {
        this.members = List.copyOf(members);
        this.store =
                new Store(
                        StoreOptions.defaults(),
                        LedgerSecrets.of(LedgerSecret.random(1)),
                        GovernedService::sign,
                        new DiscardingSink());
        node.bind(store);
        store.onLocal(
                Tables.ENCRYPTED_LEDGER_SECRETS.name(),
                (seqno, writes) ->
                        LedgerRekey.received(writes, seqno, node.id(), nodeEncryptionKey)
                                .ifPresent(store::addSecret));
        store.becomePrimary(VIEW);
        Constitution scripts = new Constitution(ENGINE);
        this.api =
                new GovernanceApi(new ProposalLifeCycle(new Resolution(scripts, node)), node, node);
    }

    private static final class DiscardingSink implements EntrySink {
        @Override
        public void accept(List<PipelineEntry> batch) {}

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    /** A service in its first transaction, with its first signature. */
    public static GovernedService start(String constitution, List<TestMember> members) {
        return start(constitution, members, ServiceConfig.withThreshold(0));
    }

    /** The same with a configuration. */
    public static GovernedService start(
            String constitution, List<TestMember> members, ServiceConfig config) {
        GovernedService service = new GovernedService(members);
        Transaction tx = service.store.begin();
        Genesis.write(tx, service.genesis(constitution, config));
        assertInstanceOf(CommitResult.Committed.class, service.store.commit(tx));
        service.sign();
        return service;
    }

    private GenesisParameters genesis(String constitution, ServiceConfig config) {
        return new GenesisParameters(
                new TxId(VIEW, 1),
                node.serviceCertificate().pem(),
                null,
                members.stream()
                        .map(
                                m ->
                                        m.configured(
                                                m.encryptionKey() == null
                                                        ? null
                                                        : RecoveryRole.PARTICIPANT))
                        .toList(),
                config,
                constitution,
                new GenesisParameters.FirstNode(
                        node.id(),
                        nodeInfo(),
                        node.serviceCertificate().pem(),
                        new GenesisParameters.Trust.Virtual("measurement", "00")));
    }

    private NodeInfo nodeInfo() {
        NodeInterface address = NodeInterface.of("127.0.0.1:1", "127.0.0.1:2");
        return new NodeInfo(
                NodeStatus.TRUSTED,
                new QuoteInfo(QuoteFormat.INSECURE_VIRTUAL, Bytes.utf8("{}"), Bytes.EMPTY),
                nodeEncryptionKey.publicKeyPem(),
                node.nodeKey().publicKey().pem(),
                node.signingRequest(),
                "00",
                address,
                new TreeMap<>(Map.of("main", address)),
                null,
                null,
                false,
                false,
                null);
    }

    /** Only what governance reads of a signature transaction. */
    private static WriteSet sign(TxId id, Digest root, byte[] tree) {
        return WriteSet.of(
                MapWrites.put(
                        Tables.COSE_SIGNATURES.name(),
                        Bytes.EIGHT_ZEROS,
                        Tables.COSE_SIGNATURES.codec().encoding().apply("")),
                MapWrites.put(
                        Tables.SIGNATURES.name(),
                        Bytes.EIGHT_ZEROS,
                        Json.canonicalBytes(
                                Json.object().put("root", root.hex()).put("seqno", id.seqno()))),
                MapWrites.put(Tables.TREE.name(), Bytes.EIGHT_ZEROS, Bytes.wrap(tree)));
    }

    /** Signs, and waits until everything is through the pipeline. */
    public void sign() {
        Check.that(store.signAnyway().isPresent(), "the store does not sign");
        settle();
    }

    private void settle() {
        store.beginWithRoot().root().join();
    }

    /** The node's side. */
    public TestNodeControl node() {
        return node;
    }

    /** The members, in the order in which they were given. */
    public TestMember member(int index) {
        return members.get(index);
    }

    /** A transaction for looking at tables. */
    public Transaction begin() {
        return store.begin();
    }

    /** The secrets in use, after the pipeline has seen everything. */
    public LedgerSecrets secrets() {
        settle();
        return store.secrets();
    }

    /** The next second. */
    public long tick() {
        return ++now;
    }

    /** Every member acknowledges, with a fresh digest. */
    public void activateAll() {
        members.forEach(this::activate);
    }

    /** One member asks for the digest and acknowledges it. */
    public void activate(TestMember member) {
        String path = "/members/state-digests/" + member.id().hex();
        GovResponse digest = post(path + ":update", member.sign("state_digest", tick(), null, ""));
        assertEquals(200, digest.status(), digest.text());
        GovResponse ack = post(path + ":ack", member.sign("ack", tick(), null, digest.text()));
        assertEquals(204, ack.status(), ack.text());
    }

    /** Proposes one action. */
    public GovResponse propose(TestMember proposer, String action, @Nullable JsonNode args) {
        return propose(proposer, proposal(action, args));
    }

    /** Proposes this text. */
    public GovResponse propose(TestMember proposer, String payload) {
        return post("/members/proposals:create", proposer.sign("proposal", tick(), null, payload));
    }

    /** The text of a proposal with one action. */
    public static String proposal(String action, @Nullable JsonNode args) {
        var body = Json.object();
        var one = body.putArray("actions").addObject().put("name", action);
        if (args != null) {
            one.set("args", args);
        }
        return Json.compact(body);
    }

    /** Submits a ballot. */
    public GovResponse vote(TestMember voter, ProposalId id, String ballot) {
        return post(
                "/members/proposals/" + id + "/ballots/" + voter.id().hex() + ":submit",
                voter.sign("ballot", tick(), id, TestMember.ballotPayload(ballot)));
    }

    /** Proposes an action and lets every member vote for it until it is accepted. */
    public GovResponse enact(String action, @Nullable JsonNode args) {
        GovResponse last = propose(members.getFirst(), action, args);
        assertEquals(200, last.status(), last.text());
        ProposalId id = idOf(last);
        for (TestMember voter : members) {
            if (!stateOf(last).equals("Open")) {
                break;
            }
            last = vote(voter, id, TestMember.FOR);
            assertEquals(200, last.status(), last.text());
        }
        assertEquals("Accepted", stateOf(last), last.text());
        return last;
    }

    /** The id in a proposal's answer. */
    public static ProposalId idOf(GovResponse response) {
        return new ProposalId(Json.parse(response.body()).path("proposalId").stringValue());
    }

    /** The state in a proposal's answer. */
    public static String stateOf(GovResponse response) {
        return Json.parse(response.body()).path("proposalState").stringValue();
    }

    /** Reads. */
    public GovResponse get(String path) {
        return call("GET", path, version(), null, Bytes.EMPTY);
    }

    /** Reads with this query. */
    public GovResponse get(String path, Map<String, String> query) {
        return call("GET", path, query, null, Bytes.EMPTY);
    }

    /** Sends a signed request. */
    public GovResponse post(String path, byte[] envelope) {
        return call("POST", path, version(), "application/cose", Bytes.copyOf(envelope));
    }

    private static Map<String, String> version() {
        return Map.of(ApiVersion.PARAMETER, ApiVersion.V2024_07_01.text());
    }

    /** Serves one request as a node would. */
    public GovResponse call(
            String verb,
            String path,
            Map<String, String> query,
            @Nullable String contentType,
            Bytes body) {
        Routing.Match match = Routing.find(api, verb, path);
        return serve(match.route(), match.parameters(), new Sent(query, contentType, body));
    }

    private record Sent(Map<String, String> query, @Nullable String contentType, Bytes body) {}

    private GovResponse serve(GovRoute route, Map<String, String> parameters, Sent sent) {
        Transaction tx;
        CompletableFuture<Digest> root = null;
        if (route.needsRoot()) {
            var rooted = store.beginWithRoot();
            tx = rooted.tx();
            root = rooted.root();
        } else {
            tx = store.begin();
        }
        GovRequest request =
                new GovRequest(parameters, sent.query(), sent.contentType(), sent.body(), root);
        GovResponse response = api.execute(route, request, tx);
        if (response.appliesWrites()) {
            switch (store.commit(tx)) {
                case CommitResult.Committed(TxId id) -> api.committed(response, id.seqno());
                case CommitResult.ReadOnly none -> {}
                case CommitResult.Conflict conflict -> throw new AssertionError(conflict);
                case CommitResult.NotPrimary refused -> throw new AssertionError(refused);
                case CommitResult.Busy refused -> throw new AssertionError(refused);
            }
            settle();
        }
        return response;
    }

    /** Node id of the only node. */
    public NodeId nodeId() {
        return node.id();
    }

    @Override
    public void close() {
        store.close();
    }
}
