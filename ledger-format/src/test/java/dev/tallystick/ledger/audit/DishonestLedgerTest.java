package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.shares.HistoricalLedgerSecret;
import dev.tallystick.ledger.signature.SigningIdentity;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Ledgers whose files are intact, but which an honest service would not have written. Needs no
 * recorded data.
 */
class DishonestLedgerTest {
    @TempDir private Path directory;
    private SmallLedger ledger;

    @BeforeEach
    void begin() {
        ledger = new SmallLedger(directory);
        ledger.begin();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private AuditReport audit(AuditOptions options) {
        ledger.flush();
        return Audits.audit(options);
    }

    private void assertRefused(long seqno, String reason) {
        AuditException e =
                assertThrows(AuditException.class, () -> audit(AuditOptions.of(directory)));
        assertTrue(e.reason().startsWith(reason), e::getMessage);
        assertEquals(seqno, e.seqno());
    }

    @Test
    void anHonestLedgerIsAccepted() {
        ledger.sign().application("a").application("b").signAndCommit();
        ledger.application("c").sign();
        AuditOptions options =
                AuditOptions.of(directory)
                        .withServiceCertificate(ledger.service)
                        .withExpectedLast(ledger.last())
                        .withSecrets(LedgerSecrets.of(ledger.secret));
        AuditReport report = audit(options);
        assertEquals(7, report.counts().transactions());
        assertEquals(3, report.counts().nodeSignatures());
        assertEquals(3, report.counts().coseSignatures());
        assertEquals(List.of("ledger_1-5.committed", "ledger_6"), names(report));
        assertEquals(new AuditReport.OpenEnd(0, 0, 0), report.openEnd());
    }

    private static List<String> names(AuditReport report) {
        return report.files().stream().map(file -> String.valueOf(file.getFileName())).toList();
    }

    @Test
    void everyFlippedBitOfASmallLedgerIsDetectedWithItsSecret() throws IOException {
        ledger.application("a").signAndCommit();
        ledger.application("b").sign();
        AuditOptions options =
                AuditOptions.of(directory).withSecrets(LedgerSecrets.of(ledger.secret));
        audit(options);
        for (String name : List.of("ledger_1-3.committed", "ledger_4")) {
            Path file = directory.resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            for (int at = 0; at < bytes.length; at += name.endsWith("4") ? 11 : 37) {
                byte[] bad = bytes.clone();
                bad[at] ^= (byte) (1 << (at % 8));
                Files.write(file, bad);
                String where = "byte " + at + " of " + name;
                assertThrows(AuditException.class, () -> audit(options), where);
            }
            Files.write(file, bytes);
        }
    }

    @Test
    void anUnsignedEndIsRefusedUnlessAllowed() {
        ledger.sign().application("a").application("b");
        assertRefused(
                4, "the ledger does not end with a signature: 2 entries after 2.2 are not covered");
        AuditReport report = audit(AuditOptions.of(directory).allowUnsignedTail());
        assertEquals(2, report.openEnd().unsignedEntries());
        assertEquals(2, report.lastSigned().seqno());
    }

    @Test
    void aLedgerWithoutSignatureProvesNothing() {
        assertRefused(1, "no signature covers the ledger");
    }

    @Test
    void aNodeWithoutTheServicesEndorsementCannotBeAdded() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        Certificate own =
                CertificateIssuer.selfSignedNode(
                        key, "CN=CCF Node", List.of(), Validity.of(ledger.service));
        ledger.write(SmallLedger.nodeInfo(key, "Trusted"), SmallLedger.nodeCertificate(key, own))
                .sign();
        assertRefused(
                2,
                "the certificate of node "
                        + key.publicKey().idHex()
                        + " was not issued by the service");
    }

    @Test
    void aCertificateForAnotherNodesKeyIsRefused() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        ledger.write(SmallLedger.nodeCertificate(key, ledger.node)).sign();
        assertRefused(
                2, "node " + key.publicKey().idHex() + " gets a certificate for the key of node");
    }

    @Test
    void aPendingNodeCannotSign() {
        ledger.write(SmallLedger.nodeInfo(ledger.nodeKey, "Pending")).sign();
        assertRefused(3, "signed by a node that is still pending");
    }

    @Test
    void anUnknownNodeCannotSign() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        ledger.sign(identity(key, ledger.endorsed(key), ledger.serviceKey), EntryFlags.NONE);
        assertRefused(2, "signed by an unknown node");
    }

    private static SigningIdentity identity(
            EcKeyPair key, Certificate certificate, EcKeyPair serviceKey) {
        return new SigningIdentity(key, certificate, serviceKey, "i", "s", () -> SmallLedger.NOW);
    }

    @Test
    void aCoseSignatureByAnotherServiceIsRefused() {
        ledger.sign(
                identity(ledger.nodeKey, ledger.node, EcKeyPair.generate(Curve.P384)),
                EntryFlags.NONE);
        assertRefused(2, "the COSE signature of the service does not verify");
    }

    @Test
    void aCertificateThatTheNodeNeverHadIsNoticedInTheLastSignature() {
        Certificate another = ledger.endorsed(ledger.nodeKey);
        ledger.sign(identity(ledger.nodeKey, another, ledger.serviceKey), EntryFlags.NONE);
        assertRefused(2, "the last signature carries a certificate that its node never had");
    }

    @Test
    void theServiceStatusMustNotJump() {
        ledger.write(SmallLedger.serviceInfo(ledger.service, "Recovering")).sign();
        assertRefused(2, "illegal change of the service status from Opening to Recovering");
    }

    @Test
    void theServiceKeyMustNotChangeWhileOpen() {
        Certificate other =
                CertificateIssuer.selfSignedService(
                        EcKeyPair.generate(Curve.P384), "CN=CCF Service", SmallLedger.NOW, 1);
        ledger.write(SmallLedger.serviceInfo(other, "Open")).sign();
        assertRefused(2, "the service key changes while the status is Open");
    }

    @Test
    void theServiceCertificateMayBeRenewed() {
        Certificate renewed =
                CertificateIssuer.renewService(
                        ledger.serviceKey, ledger.service, Validity.ofDays(SmallLedger.NOW, 90));
        ledger.write(SmallLedger.serviceInfo(renewed, "Open")).sign();
        assertEquals(
                2,
                audit(AuditOptions.of(directory).withServiceCertificate(ledger.service))
                        .serviceChanges()
                        .size());
    }

    @Test
    void theChainOfSecretsMustNotBreak() {
        LedgerSecret newer = LedgerSecret.random(5);
        ledger.write(historical(HistoricalLedgerSecret.first(ledger.secret)));
        ledger.write(historical(HistoricalLedgerSecret.rekey(LedgerSecret.random(4), newer)))
                .sign();
        assertRefused(
                3, "the chain of ledger secrets is broken: the secret valid from 4 is stored");
    }

    private static MapWrites historical(HistoricalLedgerSecret secret) {
        return MapWrites.put(
                TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET, Bytes.EIGHT_ZEROS, secret.toJson());
    }

    @Test
    void anEndorsementByAnotherKeyIsRefused() {
        EcKeyPair other = EcKeyPair.generate(Curve.P384);
        ledger.write(endorsement(other, ledger.serviceKey)).sign();
        assertRefused(2, "a service identity is endorsed by another key than the current one");
    }

    @Test
    void aSelfEndorsementOfAnotherKeyIsRefused() {
        ledger.write(endorsement(ledger.serviceKey, EcKeyPair.generate(Curve.P384))).sign();
        assertRefused(2, "an endorsement is for another key");
    }

    @Test
    void aSelfEndorsementIsAccepted() {
        ledger.write(endorsement(ledger.serviceKey, ledger.serviceKey)).sign();
        assertEquals(3, audit(AuditOptions.of(directory)).lastSigned().seqno());
    }

    private static MapWrites endorsement(EcKeyPair endorsing, EcKeyPair endorsed) {
        var epoch = new CoseSigner.Epoch(new TxId(2, 1), null, null);
        byte[] cose =
                CoseSigner.identityEndorsement(
                        endorsing, endorsed.publicKey(), epoch, SmallLedger.NOW);
        var json =
                Json.object()
                        .put("endorsement", Base64.getEncoder().encodeToString(cose))
                        .put("endorsement_epoch_begin", "2.1")
                        .put(
                                "endorsing_key",
                                Base64.getEncoder()
                                        .encodeToString(endorsing.publicKey().spkiDer()));
        return MapWrites.put(
                TableNames.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT,
                Bytes.EIGHT_ZEROS,
                Json.canonicalBytes(json));
    }

    @Test
    void aForgedMemberEnvelopeIsRefused() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        Certificate member =
                CertificateIssuer.selfSignedMember(key, "member0", SmallLedger.NOW, 365);
        String id = member.fingerprint().hex();
        MapWrites certs =
                MapWrites.put(TableNames.MEMBERS_CERTS, Bytes.utf8(id), Bytes.utf8(member.pem()));
        ledger.write(certs, envelope(id, new CoseSigner.Member(key, member), "{\"actions\":[]}"))
                .sign();
        assertEquals(1, audit(AuditOptions.of(directory)).counts().envelopes());
        EcKeyPair forger = EcKeyPair.generate(Curve.P384);
        ledger.write(envelope(id, new CoseSigner.Member(forger, member), "{\"actions\":[]}"))
                .sign();
        assertRefused(4, "the envelope of member " + id + " does not verify");
    }

    @Test
    void aStoredProposalMustBeTheSignedOne() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        Certificate member =
                CertificateIssuer.selfSignedMember(key, "member0", SmallLedger.NOW, 365);
        String id = member.fingerprint().hex();
        ledger.write(
                        MapWrites.put(
                                TableNames.MEMBERS_CERTS, Bytes.utf8(id), Bytes.utf8(member.pem())),
                        MapWrites.put(
                                TableNames.PROPOSALS,
                                Bytes.utf8("p"),
                                Bytes.utf8("{\"actions\":[1]}")),
                        envelope(id, new CoseSigner.Member(key, member), "{\"actions\":[]}"))
                .sign();
        assertRefused(2, "the stored proposal is not the one that its proposer signed");
    }

    private static MapWrites envelope(String member, CoseSigner.Member signer, String payload) {
        byte[] cose =
                CoseSigner.governanceMessage(
                        signer,
                        new CoseSigner.GovernanceHeader("proposal", SmallLedger.NOW, null),
                        payload.getBytes(StandardCharsets.UTF_8));
        String base64 = Base64.getEncoder().encodeToString(cose);
        return MapWrites.put(
                "public:ccf.gov.cose_history",
                Bytes.utf8(member),
                Json.canonicalBytes(JsonNodeFactory.instance.stringNode(base64)));
    }
}
