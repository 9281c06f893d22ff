package dev.tallystick.node.rpc;

import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.TxId;
import dev.tallystick.node.http.HttpRequest;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.http.HttpSession;
import dev.tallystick.node.http.RequestHandler;
import dev.tallystick.node.http.ResponseWriter;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The pipeline of spec 02, 3.1. Each method below is one of its lines, in its order. Stateless but
 * for the sessions; called on execution threads.
 */
public final class Dispatcher implements RequestHandler {
    /** The header that tells a client the id of its transaction. */
    public static final String TRANSACTION_ID = "x-ms-ccf-transaction-id";

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String RETRY_AFTER_SECONDS = "3";

    /** What one attempt leads to. */
    private sealed interface Outcome {
        /** An answer; the endpoint is null if none was reached. */
        record Answered(HttpResponse response, @Nullable Endpoint endpoint) implements Outcome {}

        /** The commit conflicted. */
        record Conflicted(Endpoint endpoint) implements Outcome {}
    }

    private final DispatcherSetup setup;
    private final Map<FrontendName, Frontend> frontends = new EnumMap<>(FrontendName.class);

    /** A dispatcher made of {@code setup}. */
    public Dispatcher(DispatcherSetup setup) {
        this.setup = setup;
        setup.frontends().forEach(frontend -> frontends.put(frontend.name(), frontend));
    }

    @Override
    public void handle(HttpRequest http, ResponseWriter writer) {
        writer.send(answer(RpcRequest.of(http)));
    }

    private HttpResponse answer(RpcRequest request) {
        long startedNanos = System.nanoTime();
        Endpoint endpoint = null;
        for (int attempt = 1; attempt <= Store.ATTEMPTS_MAX; attempt++) {
            switch (attempt(request)) {
                case Outcome.Answered answered -> {
                    long nanos = System.nanoTime() - startedNanos;
                    observe(request, answered, nanos, attempt);
                    return answered.response();
                }
                case Outcome.Conflicted conflicted -> endpoint = conflicted.endpoint();
            }
        }
        HttpResponse exhausted =
                HttpResponse.error(
                                503,
                                "TransactionCommitAttemptsExceedLimit",
                                "Transaction continued to conflict after %d attempts. Retry later."
                                        .formatted(Store.ATTEMPTS_MAX))
                        .with("retry-after", RETRY_AFTER_SECONDS);
        observe(
                request,
                new Outcome.Answered(exhausted, endpoint),
                System.nanoTime() - startedNanos,
                Store.ATTEMPTS_MAX);
        return exhausted;
    }

    private Outcome attempt(RpcRequest request) {
        Frontend frontend = frontends.get(request.target().frontend());
        if (frontend == null || !frontend.open().getAsBoolean()) {
            return new Outcome.Answered(
                    isOverloaded(request)
                            ? overloaded()
                            : HttpResponse.error(404, "FrontendNotOpen", "Frontend is not open."),
                    null);
        }
        if (isOverloaded(request)) {
            return new Outcome.Answered(overloaded(), null);
        }
        Attempt attempt = new Attempt(setup.store());
        EndpointFinder.Lookup.Found found;
        try {
            EndpointFinder.Lookup lookup =
                    frontend.find(request.verb(), request.path(), attempt::transaction);
            switch (lookup) {
                case EndpointFinder.Lookup.Found one -> found = one;
                case EndpointFinder.Lookup.Missing missing -> {
                    return new Outcome.Answered(notFound(request, missing), null);
                }
                case EndpointFinder.Lookup.Broken broken -> {
                    LOG.warn(
                            "Cannot dispatch {} {}: {}",
                            request.verb(),
                            request.path(),
                            broken.message());
                    return new Outcome.Answered(outsideTheNet(broken.message()), null);
                }
            }
        } catch (RuntimeException e) {
            LOG.error("Lookup of {} {} failed", request.verb(), request.path(), e);
            return new Outcome.Answered(outsideTheNet(String.valueOf(e.getMessage())), null);
        }
        return run(request, found, attempt);
    }

    private boolean isOverloaded(RpcRequest request) {
        if (setup.uncommittedMax() == 0 || request.target().frontend() == FrontendName.NODE) {
            return false;
        }
        Optional<RaftStatus> status = setup.consensus().status();
        return status.isPresent()
                && Primacy.leads(status.get())
                && setup.store().lastTxId().seqno() - status.get().committed().seqno()
                        >= setup.uncommittedMax();
    }

    private static HttpResponse overloaded() {
        return HttpResponse.error(
                        503,
                        "TooManyPendingTransactions",
                        "Too many transactions pending commit on the service.")
                .with("retry-after", RETRY_AFTER_SECONDS);
    }

    private static HttpResponse outsideTheNet(String message) {
        return HttpResponse.error(500, "InternalError", "Exception: " + message).closing();
    }

    private static HttpResponse notFound(
            RpcRequest request, EndpointFinder.Lookup.Missing missing) {
        if (missing.otherVerbs().isEmpty()) {
            return HttpResponse.error(
                    404, "ResourceNotFound", "Unknown path: " + request.path() + ".");
        }
        String allowed = Verbs.allowed(missing.otherVerbs());
        HttpResponse answer =
                request.verb().equals("OPTIONS")
                        ? HttpResponse.empty(204)
                        : HttpResponse.error(
                                405,
                                "UnsupportedHttpVerb",
                                "Allowed methods for '%s' are: %s."
                                        .formatted(request.path(), allowed));
        return answer.with("allow", allowed);
    }

    /** Filters to commit: inside the net that turns exceptions into answers. */
    private Outcome run(RpcRequest request, EndpointFinder.Lookup.Found found, Attempt attempt) {
        Endpoint endpoint = found.endpoint();
        try {
            Optional<HttpResponse> refusal = filter(request, endpoint);
            if (refusal.isPresent()) {
                return new Outcome.Answered(refusal.get(), endpoint);
            }
            Optional<RpcResponse> elsewhere = setup.placement().elsewhere(request, endpoint);
            if (elsewhere.isPresent()) {
                return new Outcome.Answered(elsewhere.get().http(), endpoint);
            }
            Transaction transaction =
                    endpoint.needsRoot() ? attempt.rootedTransaction() : attempt.transaction();
            Caller caller = Authentication.authenticate(endpoint.policies(), request, transaction);
            RequestContext context =
                    new RequestContext(
                            request, endpoint, found.params(), caller, transaction, attempt.root());
            RpcResponse response = endpoint.handler().handle(context);
            Optional<HttpResponse> lost = checkSession(request.session());
            if (lost.isPresent()) {
                return new Outcome.Answered(lost.get(), endpoint);
            }
            return response.appliesWrites()
                    ? commit(transaction, response, endpoint)
                    : new Outcome.Answered(response.http(), endpoint);
        } catch (RpcException e) {
            return new Outcome.Answered(e.response(), endpoint);
        } catch (JacksonException e) {
            return new Outcome.Answered(
                    HttpResponse.error(400, "InvalidInput", e.getOriginalMessage()), endpoint);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", endpoint.verb(), endpoint.fullPath(), e);
            return new Outcome.Answered(
                    HttpResponse.error(500, "InternalError", String.valueOf(e.getMessage())),
                    endpoint);
        }
    }

    private Optional<HttpResponse> filter(RpcRequest request, Endpoint endpoint) {
        if (setup.consensus().status().isEmpty()) {
            return Optional.empty();
        }
        HttpSession session = request.session();
        return setup.interfaces()
                .getOrDefault(session.via().name(), InterfaceRules.NONE)
                .refusal(endpoint, session.via().authority());
    }

    /** Binds the session to the view of its first request; an answer if the view has changed. */
    private Optional<HttpResponse> checkSession(HttpSession session) {
        Optional<RaftStatus> status = setup.consensus().status();
        if (status.isEmpty()) {
            return Optional.empty();
        }
        long view = status.get().view();
        if (session.view() == 0) {
            session.bindTo(view);
        }
        if (session.view() == view) {
            return Optional.empty();
        }
        String message =
                "Potential loss of session consistency on session %d. Started in view %d, now in view %d. Closing session."
                        .formatted(session.id(), session.view(), view);
        return Optional.of(HttpResponse.error(500, "SessionConsistencyLost", message).closing());
    }

    private Outcome commit(Transaction transaction, RpcResponse response, Endpoint endpoint) {
        if (setup.consensus().isStalled() && !transaction.writeSet().isEmpty()) {
            return new Outcome.Answered(overloaded(), endpoint);
        }
        return switch (setup.store().commit(transaction)) {
            case CommitResult.Committed committed -> {
                response.afterCommit().accept(committed.id());
                yield identified(response, committed.id(), endpoint);
            }
            case CommitResult.ReadOnly readOnly ->
                    identified(response, readOnly.readAt(), endpoint);
            case CommitResult.Conflict conflict -> new Outcome.Conflicted(endpoint);
            case CommitResult.NotPrimary notPrimary ->
                    throw new RpcException(
                            503,
                            "TransactionReplicationFailed",
                            "Transaction failed to replicate.");
            case CommitResult.Busy busy -> new Outcome.Answered(overloaded(), endpoint);
        };
    }

    private Outcome identified(RpcResponse response, @Nullable TxId id, Endpoint endpoint) {
        boolean isNamed = response.tellsTransactionId() && setup.consensus().status().isPresent();
        HttpResponse http = response.http();
        return new Outcome.Answered(
                id == null || !isNamed ? http : http.with(TRANSACTION_ID, id.toString()), endpoint);
    }

    private void observe(RpcRequest request, Outcome.Answered answered, long nanos, int attempts) {
        HttpResponse response = answered.response();
        FrontendName frontend = request.target().frontend();
        Endpoint endpoint = answered.endpoint();
        if (response.status() >= 400) {
            setup.observer().refused(frontend, request.verb(), request.path(), response);
        }
        if (endpoint == null) {
            setup.observer()
                    .dispatchFailed(frontend, request.verb(), request.path(), response.status());
        } else {
            setup.observer()
                    .completed(
                            new RequestObserver.Completed(
                                    endpoint,
                                    response.status(),
                                    TimeUnit.NANOSECONDS.toMillis(nanos),
                                    attempts));
        }
    }
}
