package dev.tallystick.node.http;

/**
 * A certificate and its private key, as a TLS server presents them.
 *
 * @param certificatePem leaf first, then any chain
 * @param privateKeyPem PKCS #8, EC
 */
public record TlsCredential(String certificatePem, String privateKeyPem) {
    /** Hides the key. */
    @Override
    public String toString() {
        return "TlsCredential[" + certificatePem.length() + " characters of certificate]";
    }
}
