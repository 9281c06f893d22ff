package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Digest;

import java.security.PublicKey;
import java.util.Map;

/**
 * The pinned public keys of AMD, one per product, as SHA-256 of their DER SubjectPublicKeyInfo
 * (spec 07, 4.2). A constructor argument of {@link SnpVerifier} for tests' sake; nothing else may
 * change them.
 */
public record AmdRoots(Map<SnpProduct, Digest> keyDigests) {

    /** The keys of the certificates {@code ARK-Milan}, {@code ARK-Genoa} and {@code ARK-Turin}. */
    public static final AmdRoots PINNED =
            new AmdRoots(
                    Map.of(
                            SnpProduct.MILAN,
                            Digest.fromHex(
                                    "9f056bee44377e29308cb5ffa895bdfb62d18881fa6bed8d6f075b0204089cb9"),
                            SnpProduct.GENOA,
                            Digest.fromHex(
                                    "429a69c9422aa258ee4d8db5fcda9c6470ef15f8cd5a9cebd6cbc7d90b863831"),
                            SnpProduct.TURIN,
                            Digest.fromHex(
                                    "4f125410563a2ab9a50356f9243f6fe0b6f73de98603f53f90339c70e9d7ad08")));

    public AmdRoots {
        keyDigests = Map.copyOf(keyDigests);
    }

    boolean isRootOf(SnpProduct product, PublicKey key) {
        Digest pinned = keyDigests.get(product);
        return pinned != null && pinned.equals(Digest.sha256(key.getEncoded()));
    }
}
