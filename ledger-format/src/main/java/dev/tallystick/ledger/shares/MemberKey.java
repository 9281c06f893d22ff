package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.RsaKeyPair;

/**
 * The encryption key of a recovery member, with which it opens its share (spec 01, 6.5).
 *
 * @param name what messages call it, e.g. the name of its file
 * @param key RSA; secret
 */
public record MemberKey(String name, RsaKeyPair key) {
    /**
     * Reads a private key.
     *
     * @param name what messages call it
     * @param pem PKCS#8 or PKCS#1
     * @throws LedgerFormatException if it is not an RSA private key; the message gives the name
     */
    public static MemberKey fromPem(String name, String pem) {
        try {
            return new MemberKey(name, RsaKeyPair.fromPem(pem));
        } catch (LedgerFormatException e) {
            throw new LedgerFormatException(
                    name + " is no RSA private key in PEM: " + e.getMessage(), e);
        }
    }
}
