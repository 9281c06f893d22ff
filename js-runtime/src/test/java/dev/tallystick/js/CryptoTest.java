package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.Pem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.node.ObjectNode;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code ccf.crypto} (spec 04, section 10). */
class CryptoTest {
    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private String run(String expression, String algorithm, String privateKey, String publicKey) {
        bed.handler(
                """
                const hex = (b) => [...new Uint8Array(b)].map((x) => x.toString(16).padStart(2, '0')).join('');
                const b = ccf.strToBuf;
                export function handler(request) {
                    const { algorithm, privateKey, publicKey } = request.body.json();
                    try {
                        return { body: `${run(algorithm, privateKey, publicKey)}` };
                    } catch (e) {
                        return { body: `${e}` };
                    }
                }
                const run = (algorithm, privateKey, publicKey) => %s;
                """
                        .formatted(expression));
        ObjectNode body = Json.object();
        body.set("algorithm", Json.parse(algorithm));
        body.put("privateKey", privateKey);
        body.put("publicKey", publicKey);
        return text(
                bed.call(
                        JsTestBed.endpoint(JsEndpoint.Mode.READONLY, "/test.js", "handler"),
                        JsTestBed.request("POST", "/test", Json.compact(body))));
    }

    private String run(String expression) {
        return run(expression, "{}", "", "");
    }

    private static KeyPair pair(String algorithm, int size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (size > 0) {
            generator.initialize(size);
        }
        return generator.generateKeyPair();
    }

    @ParameterizedTest(name = "{0} {1} with {2} signs {3} bytes")
    @CsvSource({
        "EC, 256, '{\"name\":\"ECDSA\",\"hash\":\"SHA-256\"}', 64",
        "EC, 384, '{\"name\":\"ECDSA\",\"hash\":\"SHA-256\"}', 96",
        "Ed25519, 0, '{\"name\":\"EdDSA\"}', 64",
        "RSA, 2048, '{\"name\":\"RSA-PSS\",\"hash\":\"SHA-256\"}', 256",
        "RSA, 2048, '{\"name\":\"RSA-PSS\",\"hash\":\"SHA-256\",\"saltLength\":32}', 256",
        "RSA, 2048, '{\"name\":\"RSA-PSS\",\"hash\":\"SHA-256\",\"saltLength\":-3}', 256"
    })
    void whatIsSignedVerifiesAndNothingElseDoes(
            String algorithm, int size, String parameters, int bytes)
            throws GeneralSecurityException {
        KeyPair pair = pair(algorithm, size);

        assertEquals(
                bytes + " true false false",
                run(
                        """
                        (() => {
                            const c = ccf.crypto;
                            const signature = c.sign(algorithm, privateKey, b('data'));
                            const broken = signature.slice(0);
                            new Uint8Array(broken)[5] ^= 1;
                            return [signature.byteLength,
                                c.verifySignature(algorithm, publicKey, signature, b('data')),
                                c.verifySignature(algorithm, publicKey, signature, b('datb')),
                                c.verifySignature(algorithm, publicKey, broken, b('data'))].join(' ');
                        })()\
                        """,
                        parameters,
                        Pem.encode(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()),
                        Pem.encode(Pem.PUBLIC_KEY, pair.getPublic().getEncoded())));
    }

    @Test
    void anHmacIsThatOfTheSecretsBytes() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA512");
        mac.init(new SecretKeySpec("sécret".getBytes(UTF_8), "HmacSHA512"));

        assertEquals(
                HexFormat.of().formatHex(mac.doFinal("data".getBytes(UTF_8))),
                run(
                        "hex(ccf.crypto.sign(algorithm, privateKey, b('data')))",
                        "{\"name\":\"HMAC\",\"hash\":\"SHA-512\"}",
                        "sécret",
                        ""));
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hex(ccf.crypto.digest("SHA-256", b("abc")))         | ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
                    ccf.crypto.digest("SHA-512", b("abc"))              | RangeError
                    ccf.crypto.digest("SHA-256", "abc")                 | TypeError: Argument must be an ArrayBuffer
                    ccf.crypto.digest("SHA-256")                        | TypeError: Passed 1 arguments, but expected 2
                    ccf.crypto.generateAesKey(256).byteLength           | 32
                    ccf.crypto.generateAesKey("128").byteLength         | 16
                    ccf.crypto.generateAesKey(129)                      | RangeError
                    hex(ccf.crypto.generateAesKey(128)) === hex(ccf.crypto.generateAesKey(128)) | false
                    ccf.crypto.isValidX509CertBundle("")                | true
                    ccf.crypto.isValidX509CertBundle("garbage")         | false
                    ccf.crypto.isValidX509CertBundle(undefined)         | false
                    ccf.pemToId("garbage")                              | InternalError: Failed to parse PEM:
                    ccf.crypto.sign({ name: "ECDSA", hash: "MD5" }, "k", b(""))     | RangeError
                    ccf.crypto.sign({ name: "DSA", hash: "SHA-256" }, "k", b(""))   | RangeError
                    ccf.crypto.sign({ name: "ECDSA", hash: "SHA-256" }, "k", b("")) | InternalError: Failed to sign:
                    ccf.crypto.verifySignature({ name: "ECDSA", hash: "SHA-384" }, "k", b(""), b("")) | RangeError
                    ccf.crypto.verifySignature({ name: "ECDSA", hash: "SHA-256" }, "k", b(""), b("")) | InternalError
                    ccf.crypto.verifySignature({ name: "EdDSA" }, "k", b(""), b(""))                  | RangeError
                    """)
    void argumentsAreChecked(String expression, String expected) {
        String result = run(expression);

        assertTrue(result.startsWith(expected), result);
    }
}
