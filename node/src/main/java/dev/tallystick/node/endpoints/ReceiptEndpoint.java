package dev.tallystick.node.endpoints;

import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.TxId;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.rpc.EndpointHandler;
import dev.tallystick.node.rpc.RequestContext;
import dev.tallystick.node.rpc.RpcException;
import dev.tallystick.node.rpc.RpcResponse;

import java.util.Optional;

/** {@code GET /receipt}, with the outcomes that all historical queries share (spec 02, 8.1). */
final class ReceiptEndpoint implements EndpointHandler {
    private static final String INVALID = "TransactionInvalid";
    private static final String PENDING = "TransactionPendingOrUnknown";

    private final NodeView node;
    private final ReceiptSource receipts;

    ReceiptEndpoint(NodeView node, ReceiptSource receipts) {
        this.node = node;
        this.receipts = receipts;
    }

    @Override
    public RpcResponse handle(RequestContext context) {
        TxId id =
                context.query("transaction_id")
                        .flatMap(TransactionIds::parse)
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                404, INVALID, "Could not extract Transaction Id"));
        if (node.status().isEmpty()) {
            throw new RpcException(500, PENDING, "Node is not fully configured");
        }
        requireCommitted(id);
        requireThisService(id, context.transaction());
        return switch (receipts.receipt(id)) {
            case ReceiptSource.Lookup.Ready ready -> RpcResponse.json(ready.receipt());
            case ReceiptSource.Lookup.NotYet notYet ->
                    RpcResponse.of(
                            HttpResponse.text(
                                            202,
                                            "Historical transaction %s is not currently available."
                                                    .formatted(id))
                                    .with("retry-after", "3"));
            case ReceiptSource.Lookup.Failed failed ->
                    throw new RpcException(
                            500,
                            PENDING,
                            "Historical transaction %s failed with error: %s"
                                    .formatted(id, failed.message()));
        };
    }

    private void requireCommitted(TxId id) {
        switch (TransactionIds.status(node, id)) {
            case COMMITTED -> {}
            case UNKNOWN -> throw notCommitted(id, "Unknown");
            case PENDING -> throw notCommitted(id, "Pending");
            case INVALID -> throw new RpcException(404, INVALID, onlyCommitted(id, "Invalid"));
        }
    }

    private static RpcException notCommitted(TxId id, String status) {
        String message = onlyCommitted(id, status);
        return new RpcException(
                HttpResponse.error(404, PENDING, message).with("cache-control", "no-cache"),
                message);
    }

    private static String onlyCommitted(TxId id, String status) {
        return "Only committed transactions can be queried. Transaction %s is %s"
                .formatted(id, status);
    }

    /** Until recovery is complete, nothing that an earlier service signed is vouched for. */
    private static void requireThisService(TxId id, Transaction transaction) {
        Optional<ServiceInfo> service = Tables.SERVICE_INFO.get(transaction);
        TxId created = service.map(ServiceInfo::createTxId).orElse(null);
        boolean isOpen = service.isPresent() && service.get().status() == ServiceStatus.OPEN;
        if (!isOpen && created != null && id.view() < created.view()) {
            throw new RpcException(
                    404,
                    INVALID,
                    "Historical transaction %s is not signed by the current service identity key and cannot be retrieved until recovery is complete."
                            .formatted(id));
        }
    }
}
