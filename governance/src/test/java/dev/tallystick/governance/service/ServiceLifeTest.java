package dev.tallystick.governance.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.api.GovResponse;
import dev.tallystick.governance.constitution.ConstitutionFiles;
import dev.tallystick.governance.tables.IdentityEndorsement;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.governance.tables.UserId;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.crypto.RsaOaep;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.shares.RecoveryShares;
import dev.tallystick.ledger.shares.Share;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A service from its birth to its opening and beyond, by its own constitution. */
class ServiceLifeTest {
    private static final List<TestMember> MEMBERS =
            List.of(
                    TestMember.create("alice"),
                    TestMember.create("bob"),
                    TestMember.create("carol"));

    private GovernedService service;

    @BeforeEach
    void startAService() {
        service =
                GovernedService.start(
                        ConstitutionFiles.virtual().text(),
                        MEMBERS,
                        ServiceConfig.withThreshold(2));
    }

    @AfterEach
    void stopIt() {
        service.close();
    }

    @Test
    void aServiceIsOpenedByItsMembersWhoCanThenRecoverItsSecret() {
        service.activateAll();
        service.enact("set_user", Json.object().put("cert", MEMBERS.get(0).certificate().pem()));
        service.enact("set_js_app", application());
        open();

        Transaction tx = service.begin();
        assertEquals(ServiceStatus.OPEN, Tables.SERVICE_INFO.get(tx).orElseThrow().status());
        UserId user = UserId.of(MEMBERS.get(0).certificate().fingerprint());
        assertTrue(Tables.USER_CERTS.has(tx, user));
        assertEquals("export function f() {}", Tables.MODULES.get(tx, "/a.js").orElseThrow());
        assertTrue(Tables.ENDPOINTS.has(tx, "GET /f"));
        assertEquals(1, service.node().snapshotsRequested());
        assertRecoverable(1, 2);
    }

    @Test
    void theIdentityOfAnOpenServiceVouchesForItself() {
        service.activateAll();
        open();

        IdentityEndorsement row =
                Tables.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT.get(service.begin()).orElseThrow();
        EcPublicKey key = service.node().serviceKey().publicKey();
        assertArrayEquals(key.spkiDer(), row.endorsingKey().toArray());
        assertEquals("2.1", row.epochBegin().toString());
        assertNull(row.epochEnd());
        assertNull(row.previousVersion());
        CoseSign1 endorsement = CoseSign1.parse(row.endorsement().toArray());
        assertTrue(endorsement.verify(key));
        assertArrayEquals(key.spkiDer(), endorsement.payload().orElseThrow());
    }

    @Test
    void aServiceIsNotOpenedBeforeEnoughMembersCouldRecoverIt() {
        service.activate(MEMBERS.get(0));

        GovResponse response =
                service.propose(MEMBERS.get(0), "transition_service_to_open", identity());
        GovResponse vote =
                service.vote(MEMBERS.get(0), GovernedService.idOf(response), TestMember.FOR);

        assertEquals(500, vote.status());
        assertTrue(
                vote.text()
                        .contains(
                                "Failed to apply(): InternalError: Unable to open service: Recovery"
                                    + " threshold 2 should be equal to or less than the number of"
                                    + " active recovery members 1"),
                vote.text());
        assertEquals(
                ServiceStatus.OPENING,
                Tables.SERVICE_INFO.get(service.begin()).orElseThrow().status());
    }

    @Test
    void theServiceIdentityMustBeTheOneThatTheMembersMean() {
        service.activateAll();
        String other = MEMBERS.get(0).certificate().pem();

        GovResponse response =
                service.propose(
                        MEMBERS.get(0),
                        "transition_service_to_open",
                        Json.object().put("next_service_identity", other));
        var id = GovernedService.idOf(response);
        service.vote(MEMBERS.get(0), id, TestMember.FOR);
        GovResponse vote = service.vote(MEMBERS.get(1), id, TestMember.FOR);

        assertEquals(500, vote.status());
        assertTrue(vote.text().contains("Service identity mismatch"), vote.text());
    }

    @Test
    void aRekeyGivesTheNodeAndTheMembersANewSecret() {
        service.activateAll();
        open();
        LedgerSecret before = service.secrets().latest();

        service.enact("trigger_ledger_rekey", null);

        LedgerSecret after = service.secrets().latest();
        assertFalse(Arrays.equals(before.keyBytes(), after.keyBytes()));
        assertEquals(service.begin().readSeqno() + 1, after.validFrom());
        var past = Tables.HISTORICAL_ENCRYPTED_LEDGER_SECRET.get(service.begin()).orElseThrow();
        assertArrayEquals(before.keyBytes(), past.open(after).keyBytes());
        assertRecoverable(after.validFrom(), 2);
    }

    @Test
    void aServiceThatIsNotOpenCannotBeRekeyed() {
        service.activateAll();

        GovResponse response = service.propose(MEMBERS.get(0), "trigger_ledger_rekey", null);
        var id = GovernedService.idOf(response);
        service.vote(MEMBERS.get(0), id, TestMember.FOR);
        GovResponse vote = service.vote(MEMBERS.get(1), id, TestMember.FOR);

        assertEquals(500, vote.status());
        assertTrue(
                vote.text().contains("Failed to apply(): InternalError: Could not rekey ledger"),
                vote.text());
    }

    @Test
    void aMemberThatBecomesActiveInAnOpenServiceGetsAShareAtOnce() {
        service.activate(MEMBERS.get(0));
        service.activate(MEMBERS.get(1));
        open();
        assertEquals(404, shareOf(2).status());

        service.activate(MEMBERS.get(2));

        assertEquals(200, shareOf(2).status());
        assertRecoverable(1, 2);
    }

    @Test
    void aNewThresholdHoldsForNewShares() {
        service.activateAll();
        open();

        service.enact("set_recovery_threshold", Json.object().put("recovery_threshold", 3));

        assertEquals(
                3, Tables.SERVICE_CONFIG.get(service.begin()).orElseThrow().recoveryThreshold());
        assertRecoverable(1, 3);
    }

    @Test
    void chunksAndSnapshotsAreAskedForOnceTheProposalIsCommitted() {
        service.activateAll();

        service.enact("trigger_ledger_chunk", null);
        long seqno = service.begin().readSeqno();
        service.enact("trigger_snapshot", null);

        assertEquals(List.of(seqno), service.node().chunksRequested());
        assertEquals(1, service.node().snapshotsRequested());
    }

    @Test
    void theServiceCertificateIsRenewedForTheSameKeyAndSubject() {
        service.activateAll();

        service.enact(
                "set_service_certificate_validity",
                Json.object().put("valid_from", "260301000000Z").put("validity_period_days", 10));

        var info = Tables.SERVICE_INFO.get(service.begin()).orElseThrow();
        var renewed = Certificate.fromPem(info.certificate());
        assertEquals(service.node().serviceCertificate().subject(), renewed.subject());
        assertEquals(service.node().serviceKey().publicKey(), renewed.publicKey());
        assertEquals("2026-03-10T23:59:59Z", renewed.notAfter().toString());
    }

    @Test
    void everyNodeCertificateIsRenewedFromItsSigningRequest() {
        service.activateAll();

        service.enact(
                "set_all_nodes_certificate_validity",
                Json.object().put("valid_from", "2026-03-01 00:00:00"));

        String pem =
                Tables.NODE_ENDORSED_CERTIFICATES
                        .get(service.begin(), service.nodeId())
                        .orElseThrow();
        var renewed = Certificate.fromPem(pem);
        assertEquals(service.nodeId().hex(), renewed.publicKey().idHex());
        assertTrue(renewed.isIssuedBy(service.node().serviceCertificate()));
        assertEquals("2027-02-28T23:59:59Z", renewed.notAfter().toString());
    }

    private void open() {
        service.enact("transition_service_to_open", identity());
    }

    private ObjectNode identity() {
        return Json.object()
                .put("next_service_identity", service.node().serviceCertificate().pem());
    }

    private static ObjectNode application() {
        ObjectNode args = Json.object();
        ObjectNode bundle = args.putObject("bundle");
        bundle.putArray("modules")
                .addObject()
                .put("name", "a.js")
                .put("module", "export function f() {}");
        ObjectNode endpoint =
                bundle.putObject("metadata")
                        .putObject("endpoints")
                        .putObject("/f")
                        .putObject("get");
        endpoint.put("js_module", "a.js").put("js_function", "f").put("mode", "readonly");
        endpoint.put("forwarding_required", "sometimes");
        endpoint.putArray("authn_policies").add("no_auth");
        return args;
    }

    private GovResponse shareOf(int member) {
        return service.get("/recovery/encrypted-shares/" + MEMBERS.get(member).id().hex());
    }

    /** The first {@code threshold} members, with what the service tells them, know the secret. */
    private void assertRecoverable(long validFrom, int threshold) {
        RecoveryShares row = Tables.RECOVERY_SHARES.get(service.begin()).orElseThrow();
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < threshold; i++) {
            byte[] encrypted = Json.parse(shareOf(i).body()).path("encryptedShare").binaryValue();
            shares.add(
                    Share.parse(
                            RsaOaep.decrypt(MEMBERS.get(i).encryptionKey(), encrypted)
                                    .orElseThrow()));
        }
        LedgerSecret recovered = row.recover(shares, threshold, validFrom);
        assertArrayEquals(
                service.secrets().latest().keyBytes(), recovered.keyBytes(), "the secret differs");
    }
}
