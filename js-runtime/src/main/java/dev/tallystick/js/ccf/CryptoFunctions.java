package dev.tallystick.js.ccf;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CryptoProvider;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * {@code ccf.crypto} as far as it is there: hashing, AES keys, signatures, certificates (spec 04,
 * section 10).
 */
final class CryptoFunctions {
    private static final String END_CERTIFICATE = "-----END CERTIFICATE-----";

    private CryptoFunctions() {}

    static Extension extension() {
        return new Extension(
                "crypto",
                Map.of(
                        "digest", CryptoFunctions::digest,
                        "generateAesKey", CryptoFunctions::generateAesKey,
                        "isValidX509CertBundle", CryptoFunctions::isValidX509CertBundle,
                        "sign", SignatureFunctions::sign,
                        "verifySignature", SignatureFunctions::verify));
    }

    private static Object digest(HostCall call) {
        if (!call.string(0).equals("SHA-256")) {
            throw call.rangeError(
                    "Unsupported digest algorithm " + call.string(0) + ", supported: SHA-256");
        }
        return ByteBuffer.wrap(Digest.sha256(call.bytes(1)).bytes());
    }

    private static Object generateAesKey(HostCall call) {
        long bits = call.integer(0);
        if (bits != 128 && bits != 192 && bits != 256) {
            throw call.rangeError("Key size of " + bits + " bits is not 128, 192 or 256");
        }
        return ByteBuffer.wrap(CryptoProvider.get().randomBytes((int) bits / 8));
    }

    /** Looks at the first certificate only; the empty text is valid, as in CCF. */
    private static Object isValidX509CertBundle(HostCall call) {
        String pem = call.string(0);
        if (pem.isEmpty()) {
            return true;
        }
        try {
            firstCertificate(pem);
            return true;
        } catch (LedgerFormatException e) {
            return false;
        }
    }

    /** The first certificate in a text, whatever comes after it. */
    static Certificate firstCertificate(String pem) {
        int end = pem.indexOf(END_CERTIFICATE);
        return Certificate.fromPem(
                end < 0 ? pem : pem.substring(0, end + END_CERTIFICATE.length()));
    }
}
