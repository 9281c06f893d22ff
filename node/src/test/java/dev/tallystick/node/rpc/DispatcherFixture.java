package dev.tallystick.node.rpc;

import dev.tallystick.consensus.Configuration;
import dev.tallystick.consensus.LogPosition;
import dev.tallystick.consensus.NodeId;
import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.consensus.Role;
import dev.tallystick.consensus.ViewHistory;
import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.node.http.Authority;
import dev.tallystick.node.http.HttpLimits;
import dev.tallystick.node.http.HttpRequest;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.http.HttpSession;
import dev.tallystick.node.http.InterfaceOptions;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A dispatcher over a real store, with a consensus whose status a test can set. */
final class DispatcherFixture implements AutoCloseable {
    static final NodeId SELF = new NodeId("a".repeat(64));

    final Store store;
    final List<Endpoint> endpoints = new ArrayList<>();
    final Map<String, InterfaceRules> rules = new HashMap<>();
    final Set<FrontendName> closed = EnumSet.noneOf(FrontendName.class);
    final Recorder recorder = new Recorder();
    long uncommittedMax;
    boolean isStalled;
    Optional<RaftStatus> status = Optional.of(status(Role.LEADER, 2));

    private @Nullable Dispatcher dispatcher;
    private long sessions;

    DispatcherFixture() {
        store =
                new Store(
                        StoreOptions.defaults(),
                        LedgerSecrets.of(LedgerSecret.random(1)),
                        (id, root, tree) ->
                                WriteSet.of(
                                        MapWrites.put(
                                                TableNames.SIGNATURES,
                                                Bytes.EIGHT_ZEROS,
                                                Bytes.utf8(root.hex())),
                                        MapWrites.put(
                                                TableNames.TREE,
                                                Bytes.EIGHT_ZEROS,
                                                Bytes.wrap(tree))),
                        new NoLedger());
        store.becomePrimary(2);
    }

    static RaftStatus status(Role role, long view) {
        return new RaftStatus(
                role,
                view,
                1,
                LogPosition.NONE,
                SELF,
                true,
                null,
                List.of(new Configuration(1, Map.of(SELF, "127.0.0.1:1"))),
                new TreeMap<>(),
                ViewHistory.of(List.of(1L, 1L)));
    }

    /** Runs {@code body} in a transaction that commits. */
    TxId write(Consumer<Transaction> body) {
        Transaction transaction = store.begin();
        body.accept(transaction);
        return switch (store.commit(transaction)) {
            case CommitResult.Committed committed -> committed.id();
            case CommitResult.ReadOnly other -> throw new AssertionError(other);
            case CommitResult.Conflict other -> throw new AssertionError(other);
            case CommitResult.NotPrimary other -> throw new AssertionError(other);
            case CommitResult.Busy other -> throw new AssertionError(other);
        };
    }

    static void put(Transaction transaction, String key, String value) {
        transaction.map("public:test").put(Bytes.utf8(key), Bytes.utf8(value));
    }

    static String get(Transaction transaction, String key) {
        return transaction.map("public:test").get(Bytes.utf8(key)).map(Bytes::utf8).orElse("-");
    }

    HttpSession session() {
        return session(Authority.NODE, null);
    }

    HttpSession session(Authority authority, @Nullable Bytes certificate) {
        return new HttpSession(
                ++sessions,
                new InterfaceOptions("main", "127.0.0.1", 0, authority, HttpLimits.DEFAULT, 10, 10),
                certificate);
    }

    HttpResponse ask(String verb, String target) {
        return ask(session(), verb, target);
    }

    HttpResponse ask(HttpSession session, String verb, String target) {
        return ask(new HttpRequest(session, verb, target, new TreeMap<>(), Bytes.EMPTY));
    }

    HttpResponse askWith(SortedMap<String, String> headers, String verb, String target) {
        return ask(new HttpRequest(session(), verb, target, headers, Bytes.EMPTY));
    }

    HttpResponse ask(HttpRequest request) {
        List<HttpResponse> answers = new ArrayList<>();
        dispatcher().handle(request, answers::add);
        if (answers.size() != 1) {
            throw new AssertionError(answers.size() + " answers to " + request.target());
        }
        return answers.getFirst();
    }

    /** Makes the next request see changed endpoints and rules. */
    void rebuild() {
        dispatcher = null;
    }

    private Dispatcher dispatcher() {
        Dispatcher made = dispatcher;
        if (made == null) {
            List<Frontend> frontends = new ArrayList<>();
            for (FrontendName name : FrontendName.values()) {
                List<Endpoint> own = endpoints.stream().filter(e -> e.frontend() == name).toList();
                frontends.add(
                        new Frontend(
                                name,
                                () -> !closed.contains(name),
                                List.of(new EndpointRegistry(own))));
            }
            made =
                    new Dispatcher(
                            new DispatcherSetup(
                                    store,
                                    consensus(),
                                    frontends,
                                    rules,
                                    new PrimaryOnly(() -> status),
                                    recorder,
                                    uncommittedMax));
            dispatcher = made;
        }
        return made;
    }

    private ConsensusSource consensus() {
        return new ConsensusSource() {
            @Override
            public Optional<RaftStatus> status() {
                return status;
            }

            @Override
            public boolean isStalled() {
                return isStalled;
            }
        };
    }

    static String error(HttpResponse response) {
        return response.status() + " " + response.body().utf8();
    }

    static String id(HttpResponse response) {
        return response.headers().getOrDefault(Dispatcher.TRANSACTION_ID, "none");
    }

    @Override
    public void close() {
        store.close();
    }

    /** Remembers what it heard, one line an event. */
    static final class Recorder implements RequestObserver {
        final List<String> events = new ArrayList<>();

        @Override
        public void completed(Completed event) {
            events.add(
                    "completed %s %s %d %d"
                            .formatted(
                                    event.endpoint().verb(),
                                    event.endpoint().fullPath(),
                                    event.status(),
                                    event.attempts()));
        }

        @Override
        public void dispatchFailed(FrontendName frontend, String verb, String path, int status) {
            events.add("failed %s %s %s %d".formatted(frontend.word(), verb, path, status));
        }

        @Override
        public void refused(
                FrontendName frontend, String verb, String path, HttpResponse response) {
            events.add("refused " + response.status());
        }
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
