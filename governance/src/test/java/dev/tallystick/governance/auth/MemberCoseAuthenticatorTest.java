package dev.tallystick.governance.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.auth.MemberCoseAuthenticator.Requirement;
import dev.tallystick.governance.constitution.ConstitutionFiles;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.RealData;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.MemberInfo;
import dev.tallystick.governance.tables.MemberStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.cbor.CborWriter;
import dev.tallystick.ledger.crypto.Certificate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Each row of the table of spec 03, 2.2 and 2.3, on real envelopes. */
class MemberCoseAuthenticatorTest {
    private static final String COSE = "application/cose";
    private static final Requirement PROPOSAL = new Requirement(true, "proposal");
    private static final TestMember ACTIVE = TestMember.withoutShare("active");
    private static final TestMember ACCEPTED = TestMember.withoutShare("accepted");
    private static final TestMember STRANGER = TestMember.withoutShare("stranger");

    private static GovernedService service;
    private final MemberCoseAuthenticator authenticator = new MemberCoseAuthenticator();

    @BeforeAll
    static void startAService() {
        service =
                GovernedService.start(
                        ConstitutionFiles.standard().text(), List.of(ACTIVE, ACCEPTED));
        service.activate(ACTIVE);
    }

    @AfterAll
    static void stopIt() {
        service.close();
    }

    @Test
    void everyRecordedEnvelopeVerifiesWithTheMembersCertificate() throws IOException {
        Transaction tx = service.begin();
        for (String name : List.of("member0", "member1", "member2")) {
            String pem = RealData.text("keys/" + name + "_cert.pem");
            MemberId id = MemberId.of(Certificate.fromPem(pem).fingerprint());
            Tables.MEMBER_CERTS.put(tx, id, pem);
            Tables.MEMBER_INFO.put(tx, id, new MemberInfo(MemberStatus.ACTIVE, null, null));
        }
        int verified = 0;
        for (JsonNode exchange : RealData.transcript()) {
            JsonNode envelope = exchange.path("request_body").path("base64");
            if (exchange.path("path").asString("").startsWith("/gov/") && envelope.isString()) {
                byte[] body = Base64.getDecoder().decode(envelope.stringValue());
                CoseAuthentication result =
                        authenticator.authenticate(
                                tx,
                                new Requirement(true, typeFor(exchange)),
                                COSE,
                                Bytes.wrap(body));
                assertInstanceOf(CoseAuthentication.Authenticated.class, result);
                verified++;
            }
        }
        assertTrue(verified > 60, "only " + verified + " envelopes were recorded");
    }

    private static String typeFor(JsonNode exchange) {
        String path = exchange.path("path").stringValue();
        String verb = path.substring(path.lastIndexOf(':') + 1, path.indexOf('?'));
        return switch (verb) {
            case "create" -> "proposal";
            case "submit" -> "ballot";
            case "withdraw" -> "withdrawal";
            case "update" -> "state_digest";
            case "ack" -> "ack";
            case "recover" -> "recovery_share";
            default -> throw new AssertionError(verb);
        };
    }

    @Test
    void theSignedRequestTellsWhatWasSigned() {
        byte[] envelope = ACTIVE.sign("proposal", 17, null, "{}");

        var result =
                assertInstanceOf(
                        CoseAuthentication.Authenticated.class, authenticate(COSE, envelope));

        SignedRequest request = result.request();
        assertEquals(ACTIVE.id(), request.signer());
        assertEquals("{}", request.payloadText());
        assertEquals(17, request.createdAtSeconds());
        assertEquals(Bytes.copyOf(envelope), request.envelope());
    }

    @Test
    void theContentTypeMustBeThere() {
        assertRefused("Missing content-type header", null, signed());
    }

    @Test
    void theContentTypeMustHaveNoParameters() {
        assertRefused(
                "Content type is not set to application/cose",
                "application/cose; charset=utf-8",
                signed());
    }

    @Test
    void aBodyThatIsNoCoseIsMalformed() {
        assertMalformed("Failed to parse COSE_Sign1 outer array", new byte[0]);
        assertMalformed(
                "Failed to parse COSE_Sign1 outer array", "{}".getBytes(StandardCharsets.UTF_8));
        byte[] untagged = new byte[signed().length - 1];
        System.arraycopy(signed(), 1, untagged, 0, untagged.length);
        assertMalformed("COSE_Sign1 is not tagged", untagged);
    }

    @Test
    void theTimeMustBeSigned() {
        Cbor.Map header =
                Cbor.map()
                        .put(1, Cbor.of(-35))
                        .put(4, Cbor.of(ACTIVE.id().hex().getBytes(StandardCharsets.UTF_8)))
                        .build();
        assertMalformed("Missing created_at in protected header", envelope(header));
    }

    @Test
    void theAlgorithmMustBeKnown() {
        assertRefused("Unsupported algorithm: -8", COSE, envelope(header(-8)));
    }

    @Test
    void theSignerMustBeAMember() {
        assertRefused(
                "Signer is not a known member", COSE, STRANGER.sign("proposal", 1, null, "{}"));
    }

    @Test
    void theSignatureMustVerify() {
        byte[] envelope = signed();
        envelope[envelope.length - 1] ^= 1;
        assertRefused("Failed to validate COSE Sign1", COSE, envelope);
    }

    @Test
    void theAlgorithmMustFitTheKey() {
        assertRefused("Failed to validate COSE Sign1", COSE, envelope(header(-7)));
    }

    @Test
    void theMessageTypeMustBeTheOneOfTheEndpoint() {
        assertRefused(
                "Found ccf.gov.msg.type set to ballot, expected ccf.gov.msg.type to be proposal",
                COSE,
                ACTIVE.sign("ballot", 1, null, "{}"));
    }

    @Test
    void aMemberThatHasNotAcknowledgedIsNotActive() {
        byte[] envelope = ACCEPTED.sign("proposal", 1, null, "{}");
        assertRefused("Signer is not an ACTIVE member", COSE, envelope);
        assertInstanceOf(
                CoseAuthentication.Authenticated.class,
                authenticator.authenticate(
                        service.begin(),
                        new Requirement(false, "proposal"),
                        COSE,
                        Bytes.wrap(envelope)));
    }

    @Test
    void refusalsNameThePolicy() {
        var any =
                authenticator.authenticate(
                        service.begin(), new Requirement(false, "ack"), null, Bytes.EMPTY);
        assertEquals(
                new CoseAuthentication.Refused("member_cose_sign1", "Missing content-type header"),
                any);
    }

    private static byte[] signed() {
        return ACTIVE.sign("proposal", 1, null, "{}");
    }

    private static Cbor.Map header(int algorithm) {
        return Cbor.map()
                .put(1, Cbor.of(algorithm))
                .put(4, Cbor.of(ACTIVE.id().hex().getBytes(StandardCharsets.UTF_8)))
                .put("ccf.gov.msg.created_at", Cbor.of(1))
                .put("ccf.gov.msg.type", Cbor.of("proposal"))
                .build();
    }

    private static byte[] envelope(Cbor.Map header) {
        return CborWriter.encode(
                new Cbor.Tagged(
                        18,
                        Cbor.array(
                                Cbor.of(CborWriter.encode(header)),
                                Cbor.map().build(),
                                Cbor.of("{}".getBytes(StandardCharsets.UTF_8)),
                                Cbor.of(new byte[96]))));
    }

    private CoseAuthentication authenticate(@Nullable String contentType, byte[] body) {
        return authenticator.authenticate(
                service.begin(), PROPOSAL, contentType, Bytes.copyOf(body));
    }

    private void assertRefused(String reason, @Nullable String contentType, byte[] body) {
        assertEquals(
                new CoseAuthentication.Refused("active_member_cose_sign1", reason),
                authenticate(contentType, body));
    }

    private void assertMalformed(String message, byte[] body) {
        assertEquals(new CoseAuthentication.Malformed(message), authenticate(COSE, body));
    }
}
