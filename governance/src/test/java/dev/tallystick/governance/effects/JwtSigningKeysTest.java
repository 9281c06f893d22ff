package dev.tallystick.governance.effects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.constitution.ConstitutionFiles;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.governance.tables.JwtKey;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Spec 03, 7.6. */
class JwtSigningKeysTest {
    private static final TestMember ALICE = TestMember.withoutShare("alice");
    private static final String ISSUER = "https://login.example.com/tenant";
    private static RSAPublicKey rsa;
    private static GovernedService service;
    private Transaction tx;

    @BeforeAll
    static void startAService() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        rsa = (RSAPublicKey) generator.generateKeyPair().getPublic();
        service = GovernedService.start(ConstitutionFiles.standard().text(), List.of(ALICE));
    }

    @AfterAll
    static void stopIt() {
        service.close();
    }

    @BeforeEach
    void beginATransaction() {
        tx = service.begin();
    }

    @Test
    void keysAreStoredAsPublicKeysWhateverTheirForm() {
        ObjectNode ec = Json.object().put("kid", "ec").put("kty", "EC").put("crv", "P-384");
        byte[] spki = ALICE.key().publicKey().spkiDer();
        ec.put("x", base64Url(Arrays.copyOfRange(spki, spki.length - 96, spki.length - 48)));
        ec.put("y", base64Url(Arrays.copyOfRange(spki, spki.length - 48, spki.length)));
        ObjectNode certified = Json.object().put("kid", "x5c").put("kty", "EC");
        certified
                .putArray("x5c")
                .add(Base64.getEncoder().encodeToString(ALICE.certificate().der()));

        JwtSigningKeys.replace(tx, ISSUER, keys(rsaKey("rsa"), ec, certified));

        assertEquals(List.of(key(rsa.getEncoded())), row("rsa"));
        assertEquals(List.of(key(spki)), row("ec"));
        assertEquals(List.of(key(spki)), row("x5c"));
    }

    @Test
    void anIdleRefreshWritesNothing() {
        JwtSigningKeys.replace(tx, ISSUER, keys(rsaKey("a")));
        var once = tx.writeSet();
        JwtSigningKeys.replace(tx, ISSUER, keys(rsaKey("a")));
        assertEquals(once, tx.writeSet());
    }

    @Test
    void keysNoLongerPublishedAreForgottenButNotThoseOfOthers() {
        String other = "https://other.example.org";
        JwtSigningKeys.replace(tx, ISSUER, keys(rsaKey("a"), rsaKey("b")));
        JwtSigningKeys.replace(tx, other, keys(rsaKey("a")));

        JwtSigningKeys.replace(tx, ISSUER, keys(rsaKey("c")));

        assertEquals(other, row("a").getFirst().issuer());
        assertFalse(Tables.JWT_SIGNING_KEYS.has(tx, "b"));
        assertEquals(ISSUER, row("c").getFirst().issuer());

        JwtSigningKeys.remove(tx, other);
        assertFalse(Tables.JWT_SIGNING_KEYS.has(tx, "a"));
        assertTrue(Tables.JWT_SIGNING_KEYS.has(tx, "c"));
    }

    @Test
    void aConstraintMustBeOfTheDomainOfTheIssuer() {
        for (String allowed :
                List.of("https://login.example.com/other", "https://example.com/{tenantid}/v2.0")) {
            JwtSigningKeys.replace(tx, ISSUER, keys(rsaKey("a").put("issuer", allowed)));
            assertEquals(allowed, row("a").getFirst().constraint());
        }
        for (String refused : List.of("https://evil.com", "https://ample.com", "login", "")) {
            assertRefused(keys(rsaKey("b").put("issuer", refused)));
        }
    }

    @Test
    void aBadKeySpoilsTheWholeSet() {
        assertRefused(Json.parse("{\"keys\": []}"));
        assertRefused(Json.parse("{}"));
        assertRefused(keys(rsaKey("a"), Json.object().put("kid", "b").put("kty", "RSA")));
        assertRefused(keys(rsaKey("a"), Json.object().put("kty", "RSA")));
        assertRefused(keys(rsaKey("a").put("n", "***")));
        ObjectNode offCurve = Json.object().put("kid", "k").put("crv", "P-256");
        assertRefused(keys(offCurve.put("x", "AQ").put("y", "AQ")));
        assertRefused(keys(offCurve.deepCopy().put("crv", "P-999")));
    }

    private void assertRefused(JsonNode jwks) {
        var before = tx.writeSet();
        assertThrows(JwkException.class, () -> JwtSigningKeys.replace(tx, ISSUER, jwks));
        assertEquals(before, tx.writeSet());
    }

    private List<JwtKey> row(String kid) {
        return Tables.JWT_SIGNING_KEYS.get(tx, kid).orElseThrow();
    }

    private static JwtKey key(byte[] spki) {
        return new JwtKey(ISSUER, Bytes.copyOf(spki), null);
    }

    private static ObjectNode rsaKey(String kid) {
        return Json.object()
                .put("kid", kid)
                .put("kty", "RSA")
                .put("n", number(rsa.getModulus()))
                .put("e", number(rsa.getPublicExponent()));
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return base64Url(Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static JsonNode keys(JsonNode... keys) {
        ObjectNode jwks = Json.object();
        jwks.putArray("keys").addAll(List.of(keys));
        return jwks;
    }
}
