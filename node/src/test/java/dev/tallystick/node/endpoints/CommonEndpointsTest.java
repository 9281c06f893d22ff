package dev.tallystick.node.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.consensus.LogPosition;
import dev.tallystick.consensus.ViewHistory;
import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.node.http.HttpResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/** commit, tx and receipt (spec 02, 8.1). */
class CommonEndpointsTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private static String error(int status, String code, String message) {
        return "%d {\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}"
                .formatted(status, code, message);
    }

    @Test
    void commitTellsTheLastCommittedTransactionOnEveryFrontend() {
        for (String frontend : List.of("/node", "/gov", "/app", "")) {
            assertEquals("200 {\"transaction_id\":\"2.2\"}", node.get(frontend + "/commit"));
        }
        assertEquals("none", TestNode.id(node.ask("GET", "/node/commit")));
    }

    @Test
    void theViewHistoryListsTheStartOfEachView() {
        assertEquals(
                "200 {\"transaction_id\":\"2.2\",\"view_history\":[\"1.1\",\"2.1\"]}",
                node.get("/node/commit?view_history=true"));
        assertEquals(
                "200 {\"transaction_id\":\"2.2\",\"view_history\":[\"2.1\"]}",
                node.get("/node/commit?view_history_since=2"));
        assertEquals(
                "200 {\"transaction_id\":\"2.2\",\"view_history\":[\"1.1\",\"2.1\"]}",
                node.get("/node/commit?view_history_since=2&view_history=true"));
        assertEquals(
                "200 {\"transaction_id\":\"2.2\"}",
                node.get("/node/commit?view_history_since=nonsense"));
    }

    @Test
    void viewHistoryParametersAreChecked() {
        String flag = "Invalid value for view_history, must be one of [true, false] when present";
        String since = "Invalid value for view_history_since, must be in range [1, current_term]";
        String code = "InvalidQueryParameterValue";

        assertEquals(error(400, code, flag), node.get("/node/commit?view_history=yes"));
        assertEquals(error(400, code, since), node.get("/node/commit?view_history_since=0"));
        assertEquals(error(404, code, since), node.get("/node/commit?view_history_since=3"));
    }

    @Test
    void aNodeWithoutConsensusHasNoCommitAndKnowsNoTransaction() {
        node.status = Optional.empty();

        assertEquals(
                error(500, "InternalError", "Error code: Uninitialised"), node.get("/node/commit"));
        assertEquals(
                "200 {\"status\":\"Unknown\",\"transaction_id\":\"2.1\"}",
                node.get("/node/tx?transaction_id=2.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "2.1, Committed",
        "2.2, Committed",
        "02.1, Committed",
        "2.3, Pending",
        "2.6, Unknown",
        "3.3, Unknown",
        "1.1, Invalid",
        "1.9, Invalid",
        "3.1, Invalid",
        "18446744073709551615.18446744073709551615, Unknown",
    })
    void txTellsTheStatus(String asked, String status) {
        assertEquals(
                status, node.json("/node/tx?transaction_id=" + asked).get("status").asString());
    }

    @ParameterizedTest
    @CsvSource({
        "002.10, 2.10",
        "18446744073709551615.18446744073709551615, 18446744073709551615.18446744073709551615",
    })
    void txRepeatsTheIdThatWasAskedFor(String asked, String repeated) {
        assertEquals(
                repeated,
                node.json("/node/tx?transaction_id=" + asked).get("transaction_id").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "-1.-1",
                "0.0",
                "1.0",
                "2.0",
                "0.1",
                "1",
                "1.1.1",
                "",
                "1.",
                "99999999999999999999.1"
            })
    void malformedIdsAreRefused(String asked) {
        assertEquals(
                error(
                        400,
                        "InvalidQueryParameterValue",
                        "The value '%s' passed as query parameter 'transaction_id' could not be converted to a valid Transaction ID."
                                .formatted(asked)),
                node.get("/node/tx?transaction_id=" + asked));
    }

    @Test
    void aMissingIdIsNamed() {
        assertEquals(
                error(
                        400,
                        "InvalidQueryParameterValue",
                        "Missing query parameter 'transaction_id'"),
                node.get("/node/tx"));
        assertEquals(
                "200 {\"status\":\"Committed\",\"transaction_id\":\"2.1\"}",
                node.get("/node/tx?x=1%26transaction_id=2.1"));
    }

    @Test
    void aReceiptIsFirst202AndThen200() {
        node.create(ServiceStatus.OPEN);
        HttpResponse early = node.ask("GET", "/app/receipt?transaction_id=2.1");
        assertEquals(202, early.status());
        assertEquals("3", early.headers().get("retry-after"));
        assertEquals("text/plain", early.headers().get("content-type"));
        assertEquals("Historical transaction 2.1 is not currently available.", early.body().utf8());
        assertEquals("2.1", TestNode.id(early), "a 202 of a historical query carries an id");

        node.receipts.put(
                new TxId(2, 1), new ReceiptSource.Lookup.Ready(Json.object().put("cert", "PEM")));
        assertEquals("200 {\"cert\":\"PEM\"}", node.get("/app/receipt?transaction_id=2.1"));
    }

    @Test
    void receiptsOfWhatIsNotCommittedAreRefused() {
        assertEquals(
                error(404, "TransactionInvalid", "Could not extract Transaction Id"),
                node.get("/app/receipt"));
        assertEquals(
                error(404, "TransactionInvalid", "Could not extract Transaction Id"),
                node.get("/app/receipt?transaction_id=2"));
        HttpResponse pending = node.ask("GET", "/app/receipt?transaction_id=2.3");
        assertEquals(
                error(
                        404,
                        "TransactionPendingOrUnknown",
                        "Only committed transactions can be queried. Transaction 2.3 is Pending"),
                pending.status() + " " + pending.body().utf8());
        assertEquals("no-cache", pending.headers().get("cache-control"));
        assertEquals(
                error(
                        404,
                        "TransactionInvalid",
                        "Only committed transactions can be queried. Transaction 1.1 is Invalid"),
                node.get("/app/receipt?transaction_id=1.1"));
        node.status = Optional.empty();
        assertEquals(
                error(500, "TransactionPendingOrUnknown", "Node is not fully configured"),
                node.get("/app/receipt?transaction_id=2.1"));
    }

    @Test
    void aReceiptThatCannotBeMadeIs500() {
        node.receipts.put(new TxId(2, 1), new ReceiptSource.Lookup.Failed("disk on fire"));

        assertEquals(
                error(
                        500,
                        "TransactionPendingOrUnknown",
                        "Historical transaction 2.1 failed with error: disk on fire"),
                node.get("/app/receipt?transaction_id=2.1"));
    }

    @Test
    void duringARecoveryNothingOfThePreviousServiceIsVouchedFor() {
        node.write(
                tx ->
                        Tables.SERVICE_INFO.put(
                                tx,
                                new ServiceInfo(
                                        "PEM",
                                        ServiceStatus.RECOVERING,
                                        1L,
                                        new TxId(4, 3),
                                        null,
                                        null)));
        var old = TestNode.leading(new LogPosition(4, 4), 5);
        node.status =
                Optional.of(
                        new dev.tallystick.consensus.RaftStatus(
                                old.role(),
                                4,
                                5,
                                old.committed(),
                                old.leader(),
                                true,
                                null,
                                old.configurations(),
                                old.acknowledgements(),
                                ViewHistory.of(List.of(1L, 1L, 3L, 3L))));

        assertEquals(
                error(
                        404,
                        "TransactionInvalid",
                        "Historical transaction 2.1 is not signed by the current service identity"
                                + " key and cannot be retrieved until recovery is complete."),
                node.get("/app/receipt?transaction_id=2.1"));
        assertEquals(202, node.ask("GET", "/app/receipt?transaction_id=4.3").status());
    }
}
