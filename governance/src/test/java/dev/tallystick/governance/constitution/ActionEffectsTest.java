package dev.tallystick.governance.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.api.GovResponse;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.governance.tables.MemberStatus;
import dev.tallystick.governance.tables.NodeStatus;
import dev.tallystick.governance.tables.RecoveryRole;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** What the actions do that the recorded service did not ask for (spec 03, 6.3). */
class ActionEffectsTest {
    private static final TestMember ALICE = TestMember.create("alice");
    private static final TestMember NEW = TestMember.create("new");
    private static final String UNKNOWN = "ab".repeat(32);

    private GovernedService service;

    @BeforeEach
    void startAService() {
        service = GovernedService.start(ConstitutionFiles.sandbox().text(), List.of(ALICE));
        service.activateAll();
    }

    @AfterEach
    void stopIt() {
        service.close();
    }

    @Test
    void aMemberComesAndGoes() {
        ObjectNode args = Json.object().put("cert", NEW.certificate().pem());
        args.put("encryption_pub_key", NEW.encryptionKey().publicKeyPem());
        args.put("recovery_role", "Owner").putObject("member_data").put("a", 1);
        service.enact("set_member", args);

        var info = Tables.MEMBER_INFO.get(service.begin(), NEW.id()).orElseThrow();
        assertEquals(MemberStatus.ACCEPTED, info.status());
        assertEquals(RecoveryRole.OWNER, info.recoveryRole());
        assertTrue(
                service.get("/service/members/" + NEW.id().hex())
                        .text()
                        .contains("\"memberData\":{\"a\":1}"));

        service.enact("remove_member", Json.object().put("member_id", NEW.id().hex()));

        Transaction tx = service.begin();
        assertFalse(Tables.MEMBER_INFO.has(tx, NEW.id()));
        assertFalse(Tables.MEMBER_CERTS.has(tx, NEW.id()));
        assertFalse(Tables.MEMBER_ENCRYPTION_KEYS.has(tx, NEW.id()));
        assertFalse(Tables.MEMBER_ACKS.has(tx, NEW.id()));
    }

    @Test
    void theLastRecoveryMemberStays() {
        String reason = refused("remove_member", Json.object().put("member_id", ALICE.id().hex()));
        assertTrue(reason.contains("0 active recovery members would be left"), reason);
        assertTrue(Tables.MEMBER_INFO.has(service.begin(), ALICE.id()));
    }

    @Test
    void aMemberThatIsSetAgainMustAcknowledgeAgain() {
        service.enact("set_member", Json.object().put("cert", ALICE.certificate().pem()));
        GovResponse response = service.propose(ALICE, "{\"actions\":[]}");
        assertEquals(401, response.status());
        assertTrue(response.text().contains("Signer is not an ACTIVE member"), response.text());
    }

    @Test
    void actionsOfOneProposalSeeEachOther() {
        String payload =
                """
                {"actions": [
                  {"name": "add_snp_uvm_endorsement", "args": {"did": "d", "feed": "f", "svn": "1"}},
                  {"name": "add_snp_uvm_endorsement", "args": {"did": "d", "feed": "g", "svn": "2"}},
                  {"name": "remove_snp_uvm_endorsement", "args": {"did": "d", "feed": "f"}},
                  {"name": "add_snp_measurement", "args": {"measurement": "m"}},
                  {"name": "add_node_code", "args": {"code_id": "c"}},
                  {"name": "add_virtual_host_data", "args": {"host_data": "h"}},
                  {"name": "add_snp_host_data", "args": {"security_policy": "", "host_data": "h"}},
                  {"name": "set_snp_minimum_tcb_version_hex",
                   "args": {"cpuid": "00a00f11", "tcb_version": "d315000000000004"}}
                ]}\
                """;
        assertEquals("Accepted", GovernedService.stateOf(service.propose(ALICE, payload)));
        JsonNode policy = Json.parse(service.get("/service/join-policy").body());
        assertEquals(
                Json.parse(
                        """
                        {"sgx": {"measurements": ["c"]},
                         "virtual": {"measurements": ["measurement"], "hostData": ["00", "h"]},
                         "snp": {"measurements": ["m"], "hostData": {"h": ""},
                           "uvmEndorsements": {"d": {"g": {"svn": "2"}}},
                           "tcbVersions": {"00a00f11": {"hexstring": "d315000000000004",
                             "microcode": 211, "snp": 21, "tee": 0, "boot_loader": 4}}}}\
                        """),
                policy);
    }

    @Test
    void codeIsTakenOffTheLists() {
        String payload =
                """
                {"actions": [
                  {"name": "add_snp_measurement", "args": {"measurement": "m"}},
                  {"name": "remove_snp_measurement", "args": {"measurement": "m"}},
                  {"name": "remove_virtual_measurement", "args": {"measurement": "measurement"}},
                  {"name": "remove_virtual_host_data", "args": {"host_data": "00"}},
                  {"name": "add_snp_uvm_endorsement", "args": {"did": "d", "feed": "f", "svn": "1"}},
                  {"name": "remove_snp_uvm_endorsement", "args": {"did": "d", "feed": "f"}}
                ]}\
                """;
        assertEquals("Accepted", GovernedService.stateOf(service.propose(ALICE, payload)));
        Transaction tx = service.begin();
        assertEquals(0, Tables.SNP_MEASUREMENTS.size(tx));
        assertEquals(0, Tables.VIRTUAL_MEASUREMENTS.size(tx));
        assertEquals(0, Tables.VIRTUAL_HOST_DATA.size(tx));
        assertEquals(0, Tables.SNP_UVM_ENDORSEMENTS.size(tx));
    }

    @Test
    void whatIsUnknownIsAnErrorOrNothing() {
        ObjectNode node = Json.object().put("node_id", UNKNOWN).put("valid_from", "260101000000Z");
        assertTrue(refused("transition_node_to_trusted", node).contains("does not exist"));
        assertTrue(refused("set_node_certificate_validity", node).contains("does not exist"));
        assertTrue(refused("set_node_data", node).contains("does not exist"));
        assertTrue(
                refused("remove_snp_minimum_tcb_version", Json.object().put("cpuid", "00a00f11"))
                        .contains("No minimum TCB version"));
        service.enact("remove_node", node);
        service.enact("remove_jwt_issuer", Json.object().put("issuer", "i"));
        service.enact("remove_member", Json.object().put("member_id", UNKNOWN));
    }

    @Test
    void aNodeIsRetired() {
        ObjectNode node = Json.object().put("node_id", service.nodeId().hex());
        node.putObject("node_data").put("a", 1);
        service.enact("set_node_data", node);
        service.enact("remove_node", node);
        var info = Tables.NODE_INFO.get(service.begin(), service.nodeId()).orElseThrow();
        assertEquals(NodeStatus.RETIRED, info.status());
        assertEquals(Json.parse("{\"a\":1}"), info.data());
    }

    @Test
    void certificatesAreNotGivenForTooLong() {
        ObjectNode args = Json.object().put("valid_from", "260101000000Z");
        args.put("validity_period_days", 366);
        String reason = refused("set_service_certificate_validity", args);
        assertTrue(
                reason.contains(
                        "Validity period 366 (days) is not allowed: service max allowed is 365"),
                reason);
    }

    @Test
    void theConfigurationIsMerged() {
        service.enact(
                "set_service_configuration",
                Json.parse(
                        "{\"recent_cose_proposals_window_size\":7,\"reconfiguration_type\":\"TwoTransaction\"}"));
        var config = Tables.SERVICE_CONFIG.get(service.begin()).orElseThrow();
        assertEquals(7L, config.recentProposalsWindowSize());
        assertEquals(1, config.recoveryThreshold());
        assertTrue(
                refused(
                                "set_service_configuration",
                                Json.object().put("reconfiguration_type", "OneTransaction"))
                        .contains("Cannot change reconfiguration type"));
    }

    @Test
    void anApplicationCanBeRemoved() {
        String bundle =
                """
                {"bundle": {"metadata": {"endpoints": {"/a": {"get": {"js_module": "a.js",
                  "js_function": "f", "mode": "readonly", "forwarding_required": "never",
                  "authn_policies": [], "extra": 1}}}},
                  "modules": [{"name": "a.js", "module": "export function f() {}"}]}}\
                """;
        service.enact("set_js_app", Json.parse(bundle));
        String original =
                service.get(
                                "/service/javascript-app",
                                Map.of("api-version", "2024-07-01", "case", "original"))
                        .text();
        assertTrue(original.contains("\"extra\":1"), original);
        assertFalse(service.get("/service/javascript-app").text().contains("extra"));

        service.enact("remove_js_app", null);

        assertEquals("{\"endpoints\":{}}", service.get("/service/javascript-app").text());
        assertEquals("{\"value\":[]}", service.get("/service/javascript-modules").text());
    }

    @Test
    void aModuleWithASyntaxErrorIsNotDeployed() {
        String bundle =
                """
                {"bundle": {"metadata": {"endpoints": {}},
                  "modules": [{"name": "a.js", "module": "export function"}]}}\
                """;
        String reason = refused("set_js_app", Json.parse(bundle));
        assertTrue(
                reason.contains("Failed to refresh bytecode: Unable to serialize bytecode"),
                reason);
    }

    private String refused(String action, JsonNode args) {
        GovResponse response = service.propose(ALICE, action, args);
        assertEquals(500, response.status(), response.text());
        return Json.parse(response.body()).path("error").path("message").stringValue();
    }
}
