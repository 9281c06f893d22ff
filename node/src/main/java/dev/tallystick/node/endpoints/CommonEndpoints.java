package dev.tallystick.node.endpoints;

import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.node.rpc.Endpoint;
import dev.tallystick.node.rpc.FrontendName;
import dev.tallystick.node.rpc.JsonHandler;
import dev.tallystick.node.rpc.RequestContext;
import dev.tallystick.node.rpc.RpcException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What every frontend answers: commit, tx, receipt (spec 02, 8.1). */
final class CommonEndpoints {
    private static final String INVALID_QUERY = "InvalidQueryParameterValue";

    private final NodeView node;
    private final ReceiptEndpoint receipts;

    CommonEndpoints(NodeView node, ReceiptSource receipts) {
        this.node = node;
        this.receipts = new ReceiptEndpoint(node, receipts);
    }

    List<Endpoint> of(FrontendName frontend) {
        JsonHandler commit = this::commit;
        JsonHandler tx = this::tx;
        return List.of(
                Endpoint.reading(frontend, "GET", "/commit", commit.negotiating()),
                Endpoint.reading(frontend, "GET", "/tx", tx.negotiating()),
                Endpoint.reading(frontend, "GET", "/receipt", receipts));
    }

    private JsonNode commit(RequestContext context) {
        Optional<RaftStatus> known = node.status();
        if (known.isEmpty()) {
            throw RpcException.internal("Error code: Uninitialised");
        }
        RaftStatus status = known.get();
        ObjectNode body = Json.object();
        body.put("transaction_id", status.committed().toString());
        OptionalLong since = historySince(context, status);
        if (since.isPresent()) {
            ArrayNode history = body.putArray("view_history");
            long view = since.getAsLong();
            for (long start : status.viewHistory().historySince(view)) {
                history.add(view + "." + start);
                view++;
            }
        }
        return body;
    }

    /** The first view whose start is asked for, empty if none; {@code view_history} wins. */
    private static OptionalLong historySince(RequestContext context, RaftStatus status) {
        Optional<String> all = context.query("view_history");
        if (all.isPresent() && !all.get().equals("true") && !all.get().equals("false")) {
            throw new RpcException(
                    400,
                    INVALID_QUERY,
                    "Invalid value for view_history, must be one of [true, false] when present");
        }
        OptionalLong since = context.request().query().firstNumber("view_history_since");
        if (since.isPresent()) {
            boolean isTooSmall = since.getAsLong() == 0;
            if (isTooSmall || Long.compareUnsigned(since.getAsLong(), status.view()) > 0) {
                throw new RpcException(
                        isTooSmall ? 400 : 404,
                        INVALID_QUERY,
                        "Invalid value for view_history_since, must be in range [1, current_term]");
            }
        }
        return all.isPresent() && all.get().equals("true") ? OptionalLong.of(1) : since;
    }

    private JsonNode tx(RequestContext context) {
        String asked =
                context.query("transaction_id")
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                400,
                                                INVALID_QUERY,
                                                "Missing query parameter 'transaction_id'"));
        TxId id =
                TransactionIds.parse(asked)
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                400,
                                                INVALID_QUERY,
                                                "The value '%s' passed as query parameter 'transaction_id' could not be converted to a valid Transaction ID."
                                                        .formatted(asked)));
        return Json.object()
                .put("status", TransactionIds.status(node, id).text())
                .put("transaction_id", TransactionIds.plain(asked));
    }
}
