package dev.tallystick.ledger.crypto;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

import java.util.Optional;

/** The hash of an X.509 signature by an elliptic-curve key. */
@SuppressWarnings(
        "ImmutableEnumChecker") // BouncyCastle\'s values are immutable, only not annotated
enum SignatureHash {
    SHA256(X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA"),
    SHA384(X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA"),
    SHA512(X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA");

    private final ASN1ObjectIdentifier oid;
    private final String jcaName;

    SignatureHash(ASN1ObjectIdentifier oid, String jcaName) {
        this.oid = oid;
        this.jcaName = jcaName;
    }

    /** The hash with which a key of this curve signs certificates. */
    static SignatureHash of(Curve curve) {
        return switch (curve) {
            case P256 -> SHA256;
            case P384 -> SHA384;
            case P521 -> SHA512;
        };
    }

    static Optional<SignatureHash> byOid(ASN1ObjectIdentifier oid) {
        for (SignatureHash hash : values()) {
            if (hash.oid.equals(oid)) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    String jcaName() {
        return jcaName;
    }
}
