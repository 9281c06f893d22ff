package dev.tallystick.governance.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.api.GovResponse;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Wrong arguments of every action (spec 03, 6.2 and 6.3). All are put into one proposal, because
 * validation names every wrong action.
 */
class ActionArgumentsTest {
    private static final TestMember ALICE = TestMember.create("alice");
    private static final String CERT = ALICE.certificate().pem();
    private static final String ID = "ab".repeat(32);

    private static GovernedService service;

    private final ArrayNode actions = Json.array();
    private final List<String> reasons = new ArrayList<>();

    @BeforeAll
    static void startAService() {
        service = GovernedService.start(ConstitutionFiles.virtual().text(), List.of(ALICE));
        service.activateAll();
    }

    @AfterAll
    static void stopIt() {
        service.close();
    }

    @Test
    void membersAndUsers() {
        wrong("set_member", "{'cert': 'x'}", "cert must be a valid X509 certificate");
        wrong("set_member", "{'cert': CERT, 'member_data': 1}", "member_data must be of type");
        wrong(
                "set_member",
                "{'cert': CERT, 'encryption_pub_key': 'k', 'recovery_role': 'Chief'}",
                "recovery_role must be one of NonParticipant, Participant, Owner");
        wrong(
                "set_member",
                "{'cert': CERT, 'encryption_pub_key': 'k', 'recovery_role': null}",
                "recovery_role must be one of");
        wrong(
                "set_member",
                "{'cert': CERT, 'recovery_role': 'Owner'}",
                "recovery_role needs an encryption_pub_key");
        wrong("remove_member", "{'member_id': 'abc'}", "member_id must be 64 hex digits");
        wrong("remove_member", "null", "TypeError");
        wrong("set_member_data", "{'member_id': 'ID'}", "member_data must be of type object");
        wrong("set_user", "{'cert': 1}", "cert must be a valid X509 certificate");
        wrong("set_user", "{'cert': CERT, 'user_data': 'x'}", "user_data must be of type object");
        wrong("remove_user", "{}", "user_id must be of type string");
        wrong("set_user_data", "{'user_id': 'ID', 'user_data': 1}", "user_data must be of type");
        assertAllRefused();
    }

    @Test
    void service() {
        wrong("set_recovery_threshold", "{}", "recovery_threshold must be of type integer");
        wrong("set_recovery_threshold", "{'recovery_threshold': 0}", "must be at least 1");
        wrong("set_recovery_threshold", "{'recovery_threshold': 255}", "must be at most 254");
        wrong("set_recovery_threshold", "{'recovery_threshold': 1.5}", "must be of type integer");
        wrong(
                "set_service_configuration",
                "{'maximum_node_certificate_validity_days': 1}",
                "Cannot change maximum_node_certificate_validity_days via"
                        + " set_service_configuration.");
        wrong(
                "set_service_configuration",
                "{'recent_cose_proposals_window_size': 0}",
                "must be at least 1");
        wrong("trigger_ledger_rekey", "{}", "args must be absent");
        wrong("trigger_recovery_shares_refresh", "{}", "args must be absent");
        wrong("transition_service_to_open", "{}", "next_service_identity must be of type string");
        wrong(
                "transition_service_to_open",
                "{'next_service_identity': CERT, 'previous_service_identity': null}",
                "previous_service_identity must be of type string");
        wrong("set_constitution", "{'constitution': 1}", "not a string");
        wrong(
                "set_constitution",
                "{'constitution': 'export function apply(a) {}'}",
                "exports function apply with 1 arg, expected 2 args");
        wrong("assert_service_identity", "{'service_identity': CERT}", "is not the identity");
        assertAllRefused();
    }

    @Test
    void nodes() {
        wrong("transition_node_to_trusted", "{'node_id': 'ID'}", "valid_from must be of type");
        wrong(
                "transition_node_to_trusted",
                "{'node_id': 'ID', 'valid_from': 'x', 'validity_period_days': 0}",
                "validity_period_days must be at least 1");
        wrong("remove_node", "{'node_id': 7}", "node_id must be of type string");
        wrong("set_node_data", "{'node_id': 'x'}", "node_id must be 64 hex digits");
        wrong("set_node_certificate_validity", "{'node_id': 'ID'}", "valid_from");
        wrong("set_all_nodes_certificate_validity", "{}", "valid_from must be of type string");
        wrong("set_service_certificate_validity", "{'valid_from': 1}", "valid_from");
        wrong("add_node_code", "{}", "code_id must be of type string");
        wrong("add_snp_measurement", "{'measurement': 1}", "measurement must be of type string");
        wrong("remove_snp_measurement", "{}", "measurement must be of type string");
        wrong("add_snp_uvm_endorsement", "{'did': 'd', 'feed': 'f'}", "svn must be of type");
        wrong("remove_snp_uvm_endorsement", "{'did': 'd'}", "feed must be of type string");
        wrong(
                "add_snp_host_data",
                "{'security_policy': 'p', 'host_data': 'ID'}",
                "The hash of security_policy is");
        wrong(
                "set_snp_minimum_tcb_version",
                "{'cpuid': '00A00F11', 'tcb_version': {}}",
                "cpuid must be 4 bytes in lower-case hex");
        wrong(
                "set_snp_minimum_tcb_version",
                "{'cpuid': '00a00f11', 'tcb_version': {'boot_loader': 1}}",
                "tcb_version.tee must be of type number");
        wrong(
                "set_snp_minimum_tcb_version_hex",
                "{'cpuid': '00a00f11', 'tcb_version': 'd3'}",
                "tcb_version must be 8 bytes");
        wrong("remove_snp_minimum_tcb_version", "{'cpuid': '11'}", "cpuid must be 4 bytes");
        wrong("add_virtual_measurement", "{}", "measurement must be of type string");
        wrong("add_virtual_host_data", "{}", "host_data must be of type string");
        assertAllRefused();
    }

    @Test
    void theApplicationAndItsTokens() {
        wrong("set_js_app", "{}", "bundle must be of type object");
        wrong("set_js_app", bundle("{}", "[]").replace("'modules': []", "'modules': 1"), "modules");
        wrong("set_js_app", bundle("{'/a': {'get': {}}}", "[]"), "js_module must be of type");
        String endpoint =
                "{'js_module': 'a', 'js_function': 'f', 'mode': 'readonly',"
                        + " 'forwarding_required': 'never', 'authn_policies': ['no_auth']}";
        String all = "{'/a': {'get': " + endpoint + "}}";
        String modules = "[{'name': 'a', 'module': ''}]";
        wrong("set_js_app", bundle(all, "[]"), "which is no module of the bundle");
        wrong("set_js_app", bundle(all.replace("readonly", "rw"), modules), "mode must be one of");
        wrong(
                "set_js_app",
                bundle(all.replace("'never'", "'maybe'"), modules),
                "forwarding_required must be one of");
        wrong(
                "set_js_app",
                bundle(all.replace("'no_auth'", "1"), modules),
                "authn_policies[0] must be of type object");
        wrong(
                "set_js_app",
                bundle(all.replace("'no_auth'", "{'all_of': [1]}"), modules),
                "all_of[0] must be of type string");
        wrong("set_js_runtime_options", "{'max_heap_bytes': 'x'}", "max_heap_bytes");
        wrong("set_ca_cert_bundle", "{'name': 'n', 'cert_bundle': 'x'}", "cert_bundle must be");
        wrong("set_jwt_issuer", "{'issuer': 'i', 'jwks': {}}", "jwks.keys must be of type array");
        wrong(
                "set_jwt_issuer",
                "{'issuer': 'https://a', 'auto_refresh': true}",
                "ca_cert_bundle_name is needed");
        wrong(
                "set_jwt_issuer",
                "{'issuer': 'http://a', 'auto_refresh': true, 'ca_cert_bundle_name': 'n'}",
                "issuer must be an https URL");
        wrong(
                "set_jwt_public_signing_keys",
                "{'issuer': 'i', 'jwks': {'keys': [{'kid': 'k', 'kty': 'RSA'}]}}",
                "jwks.keys[0] must have x5c, or n and e, or x, y and crv");
        wrong(
                "set_jwt_public_signing_keys",
                "{'issuer': 'i', 'jwks': {'keys': [{'kid': 'k', 'kty': 'RSA', 'x5c': ['x']}]}}",
                "jwks.keys[0].x5c[0] must be a valid X509 certificate");
        wrong("remove_jwt_issuer", "{}", "issuer must be of type string");
        wrong("cleanup_legacy_jwt_records", "{'ensure_new_records_exist': 1}", "boolean");
        assertAllRefused();
    }

    private static String bundle(String endpoints, String modules) {
        return "{'bundle': {'metadata': {'endpoints': "
                + endpoints
                + "}, 'modules': "
                + modules
                + "}}";
    }

    /** Single quotes stand for double ones; CERT and ID for a certificate and an id. */
    private void wrong(String action, String args, String reason) {
        String json =
                args.replace('\'', '"')
                        .replace("CERT", Json.compact(Json.object().put("c", CERT).path("c")))
                        .replace("\"ID\"", "\"" + ID + "\"");
        ObjectNode one = actions.addObject().put("name", action);
        one.set("args", Json.parse(json));
        reasons.add(reason);
    }

    private void assertAllRefused() {
        ObjectNode proposal = Json.object();
        proposal.set("actions", actions);
        GovResponse response = service.propose(ALICE, Json.compact(proposal));

        assertEquals(400, response.status(), response.text());
        JsonNode error = Json.parse(response.body()).path("error");
        String message = error.path("message").stringValue();
        int from = 0;
        for (int i = 0; i < reasons.size(); i++) {
            String name = actions.get(i).path("name").stringValue();
            String start = name + " at position " + i + " failed validation: ";
            int at = message.indexOf(start, from);
            assertTrue(at >= 0, "not refused: " + actions.get(i));
            int end = message.indexOf('\n', at);
            String refusal = message.substring(at, end);
            assertTrue(refusal.contains(reasons.get(i)), refusal);
            from = at;
        }
    }
}
