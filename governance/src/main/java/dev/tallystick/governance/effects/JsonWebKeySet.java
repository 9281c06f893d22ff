package dev.tallystick.governance.effects;

import dev.tallystick.governance.tables.JwtKey;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.EcPublicKey;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the keys that an issuer publishes (spec 03, 7.6; spec 02, 7.4). */
final class JsonWebKeySet {
    private static final Map<String, String> CURVES =
            Map.of("P-256", "secp256r1", "P-384", "secp384r1");

    private JsonWebKeySet() {}

    /**
     * The keys by their ids; of two with the same id the first counts.
     *
     * @throws JwkException when there are none, or one cannot be used
     */
    static SortedMap<String, JwtKey> read(String issuer, JsonNode jwks) {
        JsonNode keys = jwks.path("keys");
        if (!keys.isArray() || keys.isEmpty()) {
            throw new JwkException("The key set has no keys");
        }
        SortedMap<String, JwtKey> byId = new TreeMap<>();
        for (JsonNode key : keys) {
            String kid = requireText(key, "kid", "?");
            JwtKey read = new JwtKey(issuer, publicKey(kid, key), constraint(issuer, kid, key));
            byId.putIfAbsent(kid, read);
        }
        return byId;
    }

    private static Bytes publicKey(String kid, JsonNode key) {
        try {
            if (key.has("n") && key.has("e")) {
                return rsa(requireText(key, "n", kid), requireText(key, "e", kid));
            }
            if (key.has("x") && key.has("y") && key.has("crv")) {
                return ec(kid, key);
            }
            JsonNode certificate = key.path("x5c").path(0);
            if (certificate.isString()) {
                return ofCertificate(certificate.stringValue());
            }
        } catch (GeneralSecurityException | IllegalArgumentException | LedgerFormatException e) {
            throw new JwkException("Key " + kid + " cannot be read", e);
        }
        throw new JwkException("Key " + kid + " has none of n and e, x and y and crv, x5c");
    }

    private static Bytes rsa(String modulus, String exponent) throws GeneralSecurityException {
        RSAPublicKeySpec spec = new RSAPublicKeySpec(number(modulus), number(exponent));
        return Bytes.wrap(KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded());
    }

    private static Bytes ec(String kid, JsonNode key) throws GeneralSecurityException {
        String curve = CURVES.get(requireText(key, "crv", kid));
        if (curve == null) {
            throw new JwkException("Key " + kid + " is on an unsupported curve");
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECPoint point =
                new ECPoint(number(requireText(key, "x", kid)), number(requireText(key, "y", kid)));
        ECPublicKeySpec spec =
                new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class));
        byte[] der = KeyFactory.getInstance("EC").generatePublic(spec).getEncoded();
        return Bytes.wrap(EcPublicKey.fromDer(der).spkiDer());
    }

    private static Bytes ofCertificate(String base64Der) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(base64Der);
        return Bytes.wrap(
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der))
                        .getPublicKey()
                        .getEncoded());
    }

    /** base64url without padding; padded standard base64 is accepted too. */
    private static BigInteger number(String text) {
        String url = text.replace('+', '-').replace('/', '_');
        return new BigInteger(1, Base64.getUrlDecoder().decode(url));
    }

    /** A key's own issuer binds its tokens; it must be of the domain of the registered one. */
    private static @Nullable String constraint(String issuer, String kid, JsonNode key) {
        JsonNode own = key.path("issuer");
        if (own.isMissingNode() || own.isNull()) {
            return null;
        }
        String constraint = requireText(key, "issuer", kid);
        String host = host(constraint);
        String issuerHost = host(issuer);
        if (host.isEmpty() || !(issuerHost.equals(host) || issuerHost.endsWith("." + host))) {
            throw new JwkException(
                    "Key "
                            + kid
                            + " is constrained to "
                            + constraint
                            + ", which is not of "
                            + issuer);
        }
        return constraint;
    }

    /** Issuers may hold braces and the like, which are no URI; their host is what matters. */
    private static String host(String url) {
        int scheme = url.indexOf("://");
        int path = scheme < 0 ? -1 : url.indexOf('/', scheme + 3);
        try {
            String host = new URI(path < 0 ? url : url.substring(0, path)).getHost();
            return host == null ? "" : host;
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static String requireText(JsonNode key, String field, String kid) {
        JsonNode value = key.path(field);
        if (!value.isString()) {
            throw new JwkException("Key " + kid + ": " + field + " is missing or not a string");
        }
        return value.stringValue();
    }
}
