package dev.tallystick.governance.api;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.js.ConsensusView;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;

import java.util.List;

/** Whether a transaction is committed (spec 03, 3.7). */
final class TransactionRoutes {
    private static final String ID = "transactionId";
    private static final String PATH = "/service/transactions/";

    private final ConsensusView consensus;

    TransactionRoutes(ConsensusView consensus) {
        this.consensus = consensus;
    }

    List<GovRoute> routes() {
        return List.of(
                GovRoute.read(PATH + "commit", call -> answer(consensus.lastCommitted())),
                GovRoute.read(PATH + "{" + ID + "}", call -> answer(parse(call.path(ID)))));
    }

    private GovResponse answer(TxId id) {
        return GovResponse.json(
                        Json.object()
                                .put("status", consensus.status(id).text())
                                .put(ID, id.toString()))
                .withoutTransactionId();
    }

    private static TxId parse(String text) {
        try {
            return TxId.parse(text);
        } catch (IllegalArgumentException e) {
            throw GovException.badRequest(
                    ErrorCode.INVALID_QUERY_PARAMETER_VALUE,
                    "The value '"
                            + text
                            + "' passed as parameter 'transactionId' could not be converted to a"
                            + " valid Transaction ID.");
        }
    }
}
