package dev.tallystick.node.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeStatus;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.http.SessionMetrics;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Information endpoints of /node (spec 02, 8.2). */
class NodeEndpointsTest {
    private static final String SELF =
            "{\"last_written\":1,\"node_data\":null,\"node_id\":\""
                    + TestNode.ID
                    + "\",\"primary\":true,\"rpc_interfaces\":{\"main\":{\"bind_address\":\"0.0.0.0:8000\",\"published_address\":\"127.0.0.1:8000\"}},\"status\":\"Trusted\"}";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private static String notFound(String message) {
        return "404 {\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"" + message + "\"}}";
    }

    @Test
    void stateHasATransactionIdAndIsReadBeforeAnythingIsOpen() {
        node.create(ServiceStatus.OPENING);
        HttpResponse answer = node.ask("GET", "/node/state");

        assertEquals(
                "{\"last_signed_seqno\":2,\"node_id\":\"%s\",\"startup_seqno\":0,\"state\":\"PartOfNetwork\",\"stop_notice\":false}"
                        .formatted(TestNode.ID),
                answer.body().utf8());
        assertEquals("2.1", TestNode.id(answer));
    }

    @Test
    void stateTellsHowFarPrivateRecoveryIs() {
        node.state = NodeState.READING_PRIVATE_LEDGER;
        JsonNode state = node.json("/node/state");

        assertEquals(9, state.get("recovery_target_seqno").asInt());
        assertEquals(4, state.get("last_recovered_seqno").asInt());
    }

    @Test
    void versionAndCertificateAreTold() {
        assertEquals("ccf-7.0.0-test", node.json("/node/version").get("ccf_version").asString());
        assertEquals(
                "200 {\"self_signed_certificate\":\"SELF\"}",
                node.get("/node/self_signed_certificate"));
        assertEquals("none", TestNode.id(node.ask("GET", "/node/version")));
    }

    @Test
    void networkTellsTheServiceOrThatThereIsNone() {
        assertEquals(notFound("Service state not available."), node.get("/node/network"));
        node.create(ServiceStatus.OPEN);

        HttpResponse answer = node.ask("GET", "/node/network");

        assertEquals(
                "{\"current_service_create_txid\":\"2.1\",\"current_view\":2,\"primary_id\":\"%s\",\"recovery_count\":0,\"service_certificate\":\"PEM\",\"service_data\":null,\"service_status\":\"Open\"}"
                        .formatted(TestNode.ID),
                answer.body().utf8());
        assertEquals("2.1", TestNode.id(answer));
        node.status = Optional.of(TestNode.following(null));
        assertTrue(node.json("/node/network").get("primary_id").isNull());
    }

    @Test
    void nodesAreListedAndFilteredByOneAddress() {
        node.create(ServiceStatus.OPEN);
        node.write(
                tx ->
                        Tables.NODE_INFO.put(
                                tx,
                                new NodeId(TestNode.OTHER_ID),
                                TestNode.info(NodeStatus.PENDING, 8001)));

        assertEquals(2, node.json("/node/network/nodes").get("nodes").size());
        assertEquals(
                "200 {\"nodes\":[" + SELF + "]}",
                node.get("/node/network/nodes?host=127.0.0.1&port=8000"));
        assertEquals(1, node.json("/node/network/nodes?status=Pending").get("nodes").size());
        assertEquals("200 {\"nodes\":[]}", node.get("/node/network/nodes?host=0.0.0.0"));
        assertEquals(
                "400 {\"error\":{\"code\":\"InvalidQueryParameterValue\",\"message\":\"Query"
                        + " parameter 'pending' is not a valid node status\"}}",
                node.get("/node/network/nodes?status=pending"));
    }

    @Test
    void oneNodeIsFoundByIdRoleOrAsSelf() {
        node.create(ServiceStatus.OPEN);

        assertEquals("200 " + SELF, node.get("/node/network/nodes/" + TestNode.ID));
        assertEquals("200 " + SELF, node.get("/node/network/nodes/self"));
        assertEquals("200 " + SELF, node.get("/node/network/nodes/primary"));
        assertEquals(notFound("Node not found"), node.get("/node/network/nodes/x"));
        node.status = Optional.of(TestNode.following(null));
        assertTrue(node.get("/node/network/nodes/primary").contains("Primary unknown"));
    }

    @Test
    void aPendingNodeDescribesItselfFromItsConfiguration() {
        node.status = Optional.empty();
        node.state = NodeState.PENDING;

        assertEquals(
                "200 {\"last_written\":0,\"node_data\":null,\"node_id\":\"%s\",\"primary\":false,\"rpc_interfaces\":{\"main\":{\"bind_address\":\"127.0.0.1:1\"}},\"status\":\"Pending\"}"
                        .formatted(TestNode.ID),
                node.get("/node/network/nodes/self"));
        assertEquals(notFound("No configured consensus"), node.get("/node/consensus"));
        assertEquals(notFound("No configured consensus"), node.get("/node/config"));
        assertEquals(notFound("Node is not primary"), node.get("/node/primary"));
        assertEquals("200 ", node.get("/node/backup"));
        assertEquals("503 ", node.get("/node/ready/app"));
        assertEquals("503 ", node.get("/node/ready/gov"));
        assertEquals(notFound("Could not find node quote."), node.get("/node/quotes/self"));
    }

    @Test
    void onlyNodesWhoseRetirementIsCommittedCanBeRemoved() {
        node.create(ServiceStatus.OPEN);

        assertEquals(
                "404 {\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"No such node\"}}",
                text(node.ask("DELETE", "/node/network/nodes/x")));
        assertEquals(
                "400 {\"error\":{\"code\":\"NodeNotRetiredCommitted\",\"message\":\"Node is not"
                        + " completely retired\"}}",
                text(node.ask("DELETE", "/node/network/nodes/" + TestNode.ID)));
        assertEquals("200 {\"nodes\":[]}", node.get("/node/network/removable_nodes"));
    }

    private static String text(HttpResponse response) {
        return response.status() + " " + response.body().utf8();
    }

    @Test
    void quotesShowTheEvidenceAndTheMeasurement() {
        node.create(ServiceStatus.OPEN);
        String quote =
                "{\"endorsements\":\"\",\"format\":\"Insecure_Virtual\",\"measurement\":\"00ff\",\"node_id\":\"%s\",\"raw\":\"e30=\"}"
                        .formatted(TestNode.ID);

        assertEquals("200 " + quote, node.get("/node/quotes/self"));
        assertEquals("200 " + quote, node.get("/node/attestations/self"));
        assertEquals("200 {\"quotes\":[" + quote + "]}", node.get("/node/quotes"));
        assertEquals("200 {\"attestations\":[" + quote + "]}", node.get("/node/attestations"));
    }

    @Test
    void theServiceConfigurationIsAsStoredOrEmpty() {
        HttpResponse none = node.ask("GET", "/node/service/configuration");
        assertEquals(204, none.status());
        node.write(tx -> Tables.SERVICE_CONFIG.put(tx, ServiceConfig.withThreshold(1)));

        assertEquals("200 {\"recovery_threshold\":1}", node.get("/node/service/configuration"));
        assertEquals(
                notFound("This service is not a recovery of a previous service."),
                node.get("/node/service/previous_identity"));
        node.write(tx -> Tables.PREVIOUS_SERVICE_IDENTITY.put(tx, "OLD"));
        assertEquals(
                "200 {\"previous_service_identity\":\"OLD\"}",
                node.get("/node/service/previous_identity"));
    }

    @Test
    void loadBalancersLearnTheRole() {
        assertEquals(200, node.ask("HEAD", "/node/primary").status());
        assertEquals("200 ", node.get("/node/primary"));
        assertEquals(notFound("Node is not backup"), node.get("/node/backup"));
        node.write(
                tx ->
                        Tables.NODE_INFO.put(
                                tx,
                                new NodeId(TestNode.OTHER_ID),
                                TestNode.info(NodeStatus.TRUSTED, 8001)));
        node.status = Optional.of(TestNode.following(TestNode.OTHER_ID));

        HttpResponse redirect = node.ask("HEAD", "/node/primary");

        assertEquals(308, redirect.status());
        assertEquals("https://127.0.0.1:8001/node/primary", redirect.headers().get("location"));
        assertEquals("200 ", node.get("/node/backup"));
    }

    @Test
    void readinessFollowsStateFrontendsAndStopNotice() {
        assertEquals("204 ", node.get("/node/ready/app"));
        assertEquals("204 ", node.get("/node/ready/gov"));
        node.isAppOpen = false;
        assertEquals("503 ", node.get("/node/ready/app"));
        assertEquals("204 ", node.get("/node/ready/gov"));
        node.isStopping = true;
        assertEquals("503 ", node.get("/node/ready/gov"));
    }

    @Test
    void consensusAndItsConfigurationAreShown() {
        assertEquals(
                "200 {\"%s\":{\"address\":\"127.0.0.1:3\"}}".formatted(TestNode.ID),
                node.get("/node/config"));
        assertEquals(
                ("200 {\"details\":{\"acks\":{},\"configs\":[{\"idx\":1,\"nodes\":{\"%s\":{\"address\":\"127.0.0.1:3\"}},\"rid\":1}],\"current_view\":2,"
                     + "\"leadership_state\":\"Leader\",\"membership_state\":\"Active\",\"primary_id\":\"%s\",\"reconfiguration_type\":\"OneTransaction\",\"ticking\":true}}")
                        .formatted(TestNode.ID, TestNode.ID),
                node.get("/node/consensus"));
    }

    @Test
    void memoryIsInOrder() {
        JsonNode memory = node.json("/node/memory");
        var current = memory.get("current_allocated_heap_size").bigIntegerValue();
        var peak = memory.get("peak_allocated_heap_size").bigIntegerValue();
        var max = memory.get("max_total_heap_size").bigIntegerValue();

        assertTrue(current.signum() > 0, () -> "current " + current);
        assertTrue(current.compareTo(peak) <= 0, () -> current + " over peak " + peak);
        assertTrue(peak.compareTo(max) <= 0, () -> peak + " over max " + max);
    }

    @Test
    void sessionMetricsAreShownByInterface() {
        node.metrics =
                new SessionMetrics(
                        1,
                        2,
                        new TreeMap<>(
                                Map.of(
                                        "main",
                                        new SessionMetrics.PerInterface(
                                                1,
                                                2,
                                                1000,
                                                1010,
                                                new SessionMetrics.Errors(3, 4, 5)))));
        assertEquals(
                "200 {\"sessions\":{\"active\":1,\"interfaces\":{\"main\":{\"active\":1,\"errors\":{\"parsing\":3,\"request_header_too_large\":5,\"request_payload_too_large\":4},\"hard_cap\":1010,\"peak\":2,\"soft_cap\":1000}},\"peak\":2}}",
                node.get("/node/metrics"));
    }

    @Test
    void theRuntimeOptionsAreShown() {
        assertEquals(
                "200 {\"bytecode_size\":0,\"bytecode_used\":false,\"max_cached_interpreters\":10,\"max_execution_time\":5000,\"max_heap_size\":104857600,\"max_stack_size\":1048576}",
                node.get("/node/js_metrics"));
        assertEquals("200 []", node.get("/node/index/strategies"));
        assertEquals(
                "200 {\"attempts\":0,\"failures\":0,\"successes\":0}",
                node.get("/node/jwt_keys/refresh/metrics"));
    }

    @Test
    void nobodyOutsideCreatesAService() {
        assertEquals(
                "403 {\"error\":{\"code\":\"InternalError\",\"message\":\"Node is not in initial"
                        + " state.\"}}",
                text(node.ask("POST", "/node/create")));
    }

    @Test
    void headOnAGetEndpointIsNotAllowed() {
        HttpResponse answer = node.ask("HEAD", "/node/commit");

        assertEquals(405, answer.status());
        assertEquals("OPTIONS, GET", answer.headers().get("allow"));
        HttpResponse options = node.ask("OPTIONS", "/node/network/nodes/x");
        assertEquals(204, options.status());
        assertEquals("OPTIONS, DELETE, GET", options.headers().get("allow"));
    }
}
