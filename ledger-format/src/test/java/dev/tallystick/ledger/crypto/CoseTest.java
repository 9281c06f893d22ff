package dev.tallystick.ledger.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.cbor.CborWriter;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

@Tag("crypto")
class CoseTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:10Z");
    private static final byte[] PAYLOAD = "{\"actions\":[]}".getBytes(StandardCharsets.UTF_8);

    private static CoseSigner.Member member(Curve curve) {
        EcKeyPair key = EcKeyPair.generate(curve);
        return new CoseSigner.Member(
                key, CertificateIssuer.selfSignedMember(key, "member0", NOW, 365));
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void aGovernanceMessageVerifiesWithItsMembersKey(Curve curve) {
        CoseSigner.Member member = member(curve);
        byte[] body =
                CoseSigner.governanceMessage(
                        member,
                        new CoseSigner.GovernanceHeader("ballot", NOW, "ab".repeat(32)),
                        PAYLOAD);
        GovernanceMessage message = GovernanceMessage.parse(body);
        assertEquals(curve.coseAlgorithm(), message.alg());
        assertEquals(member.certificate().fingerprint().hex(), message.kid());
        assertEquals(NOW, message.createdAt());
        assertEquals("ballot", message.type());
        assertEquals("ab".repeat(32), message.proposalId());
        assertArrayEquals(PAYLOAD, message.payload());
        assertTrue(message.verify(member.key().publicKey()));
        assertFalse(message.verify(member(curve).key().publicKey()));
        assertArrayEquals(body, message.cose().encode());
    }

    @Test
    void everyRecordedGovernanceRequestVerifies() {
        Map<String, EcPublicKey> keys = new HashMap<>();
        for (String name : new String[] {"member0", "member1", "member2"}) {
            Certificate certificate =
                    Certificate.fromPem(
                            RecordedServices.text("ccf7-service/keys/" + name + "_cert.pem"));
            keys.put(certificate.fingerprint().hex(), certificate.publicKey());
        }
        int count = 0;
        for (JsonNode line : RecordedServices.jsonLines("ccf7-service/transcript.jsonl")) {
            JsonNode body = line.at("/request_body/base64");
            if (line.at("/request_headers/content-type").asString("").equals("application/cose")) {
                byte[] bytes = Base64.getDecoder().decode(body.asString());
                GovernanceMessage message = GovernanceMessage.parse(bytes);
                EcPublicKey key = keys.get(message.kid());
                assertTrue(
                        key != null && message.verify(key), () -> "request " + line.path("path"));
                assertArrayEquals(bytes, message.cose().encode());
                count++;
            }
        }
        assertTrue(count > 50, "only " + count + " requests");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Failed to parse COSE_Sign1 outer array",
        "00, Failed to parse COSE_Sign1 outer array",
        "d2, Failed to parse COSE_Sign1 outer array",
        "d2a0, Failed to parse COSE_Sign1 outer array",
        "7b7d, Failed to parse COSE_Sign1 outer array",
        "8440a04040, COSE_Sign1 is not tagged",
        "d38440a04040, COSE_Sign1 is not tagged",
        "d28340a040, Failed to decode COSE_Sign1",
        "d2844100a04040, Failed to decode protected header: not a map",
        "d284a0a04040, Failed to decode protected header: not a byte string",
        "d28440a04040, Missing algorithm in protected header",
        "d28443a10126a04040, Missing kid in protected header",
        "d28446a2012604414ba04040, Missing created_at in protected header",
    })
    void malformedMessagesGetCcfsTexts(String hex, String text) {
        CoseException e =
                assertThrows(CoseException.class, () -> GovernanceMessage.parse(Hex.decode(hex)));
        assertEquals(text, e.getMessage());
    }

    @Test
    void theRemainderIsCheckedAfterTheHeader() {
        byte[] header = header(Cbor.of(5));
        assertFailure(message(header, Cbor.NULL), "Failed to decode COSE_Sign1");
        assertFailure(message(header, Cbor.of("text")), "Failed to decode COSE_Sign1");
        assertFailure(
                message(header(Cbor.of(-1)), Cbor.NULL),
                "Header parameter created_at must be positive");
        assertFailure(
                message(header(new Cbor.Tagged(1, Cbor.of(5))), Cbor.NULL),
                "Failed to decode protected header: wrong type of ccf.gov.msg.created_at");
        byte[] trailing = message(header, Cbor.of(PAYLOAD));
        assertNull(GovernanceMessage.parse(trailing).type());
        assertFailure(
                java.util.Arrays.copyOf(trailing, trailing.length + 1),
                "Failed to decode COSE_Sign1");
    }

    private static void assertFailure(byte[] body, String text) {
        assertEquals(
                text,
                assertThrows(CoseException.class, () -> GovernanceMessage.parse(body))
                        .getMessage());
    }

    private static byte[] header(Cbor createdAt) {
        return CborWriter.encode(
                Cbor.map()
                        .put("ccf.gov.msg.created_at", createdAt)
                        .put(4, Cbor.of(new byte[] {'k'}))
                        .put(1, Cbor.of(-7))
                        .build());
    }

    private static byte[] message(byte[] protectedBytes, Cbor payload) {
        return CborWriter.encode(
                new Cbor.Tagged(
                        18,
                        Cbor.array(
                                Cbor.of(protectedBytes),
                                Cbor.map().build(),
                                payload,
                                Cbor.of(new byte[64]))));
    }

    @Test
    void anAlgorithmThatDoesNotFitTheCurveFails() {
        EcKeyPair key = EcKeyPair.generate(Curve.P256);
        byte[] header = CborWriter.encode(Cbor.map().put(1, Cbor.of(-35)).build());
        CoseSign1 cose =
                new CoseSign1(
                        header,
                        Cbor.map().build(),
                        Cbor.of(PAYLOAD),
                        key.signCose(CoseSign1.toBeSigned(header, PAYLOAD)));
        assertFalse(cose.verify(key.publicKey()));
    }

    @Test
    void anUnknownCriticalHeaderFails() {
        EcKeyPair key = EcKeyPair.generate(Curve.P256);
        byte[] header =
                CborWriter.encode(
                        Cbor.map()
                                .put(1, Cbor.of(-7))
                                .put(2, Cbor.array(Cbor.of("x")))
                                .put("x", Cbor.of(1))
                                .build());
        CoseSign1 cose =
                new CoseSign1(
                        header,
                        Cbor.map().build(),
                        Cbor.of(PAYLOAD),
                        key.signCose(CoseSign1.toBeSigned(header, PAYLOAD)));
        assertFalse(cose.verify(key.publicKey()));
    }

    @Test
    void aRootSignatureHasTheRecordedHeaderOrder() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        Digest root = Digest.sha256(PAYLOAD);
        var claims = new CoseSigner.RootClaims("service.example.com", "ledger.signature", NOW);
        CoseSign1 cose = CoseSign1.parse(CoseSigner.ledgerRoot(key, new TxId(2, 16), root, claims));
        String expected =
                "a5013822045840"
                        + Hex.encode(key.publicKey().idHex().getBytes(StandardCharsets.US_ASCII))
                        + "19018b020fa3061a"
                        + String.format("%08x", NOW.getEpochSecond())
                        + "0173"
                        + Hex.encode("service.example.com".getBytes(StandardCharsets.US_ASCII))
                        + "0270"
                        + Hex.encode("ledger.signature".getBytes(StandardCharsets.US_ASCII))
                        + "666363662e7631a1647478696464322e3136";
        String actual = Hex.encode(cose.protectedBytes());
        assertEquals(expected, actual);
        assertTrue(cose.verifyDetached(key.publicKey(), root.bytes()));
        assertFalse(cose.verify(key.publicKey()));
        assertEquals(claims, CoseSigner.rootClaims(cose).orElseThrow());
    }

    @Test
    void anEndorsementCarriesTheEndorsedKey() {
        EcKeyPair newKey = EcKeyPair.generate(Curve.P384);
        EcPublicKey old = EcKeyPair.generate(Curve.P384).publicKey();
        var epoch = new CoseSigner.Epoch(new TxId(2, 1), new TxId(2, 326), Digest.ZERO);
        CoseSign1 cose = CoseSign1.parse(CoseSigner.identityEndorsement(newKey, old, epoch, NOW));
        assertTrue(cose.verify(newKey.publicKey()));
        assertArrayEquals(old.spkiDer(), cose.payload().orElseThrow());
        assertTrue(Hex.encode(cose.protectedBytes()).startsWith("a30138220fa1061a"));
    }

    @Test
    void replacingTheUnprotectedHeaderKeepsWhatWasSigned() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        var claims = new CoseSigner.RootClaims("i", "s", NOW);
        CoseSign1 cose =
                CoseSign1.parse(CoseSigner.ledgerRoot(key, new TxId(2, 2), Digest.ZERO, claims));
        Cbor.Map header =
                Cbor.map()
                        .put(396, Cbor.map().put(-1, Cbor.array(Cbor.of(PAYLOAD))).build())
                        .build();
        CoseSign1 receipt = CoseSign1.parse(cose.withUnprotected(header).encode());
        assertEquals(header, receipt.unprotectedHeader());
        assertTrue(receipt.verifyDetached(key.publicKey(), Digest.ZERO.bytes()));
        assertArrayEquals(cose.encode(), receipt.withUnprotected(Cbor.map().build()).encode());
    }

    @Test
    void aMessageThatWasReadKeepsItsBytesHoweverItsLengthsAreWritten() {
        byte[] shortest =
                CoseSigner.governanceMessage(
                        member(Curve.P256),
                        new CoseSigner.GovernanceHeader("proposal", NOW, null),
                        PAYLOAD);
        byte[] longer = new byte[shortest.length + 1];
        longer[0] = (byte) 0xd8; // tag 18 in two bytes
        longer[1] = 18;
        System.arraycopy(shortest, 1, longer, 2, shortest.length - 1);

        assertArrayEquals(shortest, CoseSign1.parse(shortest).encode());
        assertArrayEquals(longer, CoseSign1.parse(longer).encode());
        CoseSign1 changed = CoseSign1.parse(longer).withUnprotected(Cbor.map().build());
        assertArrayEquals(shortest, changed.encode());
    }

    @Test
    void mutatedMessagesNeverRaiseAnythingElseAndNeverVerify() {
        CoseSigner.Member member = member(Curve.P256);
        byte[] body =
                CoseSigner.governanceMessage(
                        member, new CoseSigner.GovernanceHeader("proposal", NOW, null), PAYLOAD);
        Random random = new Random(3);
        int unprotectedAt = body.length - 64 - 2 - PAYLOAD.length - 1 - 1;
        for (int round = 0; round < 3_000; round++) {
            byte[] mutated = body.clone();
            int at = random.nextInt(mutated.length);
            mutated[at] ^= (byte) (1 << random.nextInt(8));
            try {
                GovernanceMessage message = GovernanceMessage.parse(mutated);
                assertFalse(
                        at != unprotectedAt && message.verify(member.key().publicKey()),
                        () -> "a flip at byte " + at + " was not noticed");
            } catch (CoseException e) {
                assertNotNull(e.getMessage());
            }
        }
    }

    @Test
    void theUnprotectedHeaderIsReplacedInAllThreeForms() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        var epoch = new CoseSigner.Epoch(new TxId(2, 1), null, null);
        CoseSign1 attached =
                CoseSign1.parse(CoseSigner.identityEndorsement(key, key.publicKey(), epoch, NOW));
        CoseSign1 detached =
                CoseSign1.parse(
                        CoseSigner.ledgerRoot(
                                key,
                                new TxId(2, 9),
                                Digest.ZERO,
                                new CoseSigner.RootClaims("i", "s", NOW)));
        for (CoseSign1 cose : List.of(attached, detached)) {
            CoseSign1 one = cose.withUnprotected(CoseSign1.header(33, new byte[] {1, 2}));
            CoseSign1 nested = one.withUnprotected(CoseSign1.header(396, -1, new byte[] {3}));
            CoseSign1 empty = nested.withUnprotected(CoseSign1.EMPTY_HEADER);

            assertTrue(Hex.encode(one.encode()).contains("a1182181420102"), "key: [ bytes ]");
            assertTrue(Hex.encode(nested.encode()).contains("a119018ca120814103"), "key: subkey");
            assertArrayEquals(cose.encode(), empty.encode());
            for (CoseSign1 changed : List.of(one, nested, empty)) {
                CoseSign1 read = CoseSign1.parse(changed.encode());
                assertEquals(cose.payload().isPresent(), read.payload().isPresent());
                assertTrue(
                        read.verify(key.publicKey())
                                || read.verifyDetached(key.publicKey(), Digest.ZERO.bytes()));
            }
        }
    }
}
