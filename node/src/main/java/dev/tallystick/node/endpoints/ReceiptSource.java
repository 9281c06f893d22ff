package dev.tallystick.node.endpoints;

import dev.tallystick.ledger.TxId;

import tools.jackson.databind.JsonNode;

/**
 * Port to the node: receipts of committed transactions. It must not block: what is not at hand is
 * fetched in the background, and the client asks again.
 */
@FunctionalInterface
public interface ReceiptSource {
    /** The receipt of {@code id}, which is committed; called from any thread. */
    Lookup receipt(TxId id);

    /** What there is. */
    sealed interface Lookup {
        /** The receipt as JSON (spec 01, 8.1). */
        record Ready(JsonNode receipt) implements Lookup {}

        /** Being fetched: ask again. */
        record NotYet() implements Lookup {}

        /** It cannot be made; the text is for the client. */
        record Failed(String message) implements Lookup {}
    }
}
