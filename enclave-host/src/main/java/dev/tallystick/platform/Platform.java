package dev.tallystick.platform;

import dev.tallystick.ledger.Digest;

/** Where this node runs, chosen once at start (spec 07, 3.1). */
public sealed interface Platform permits VirtualPlatform, SnpPlatform {

    /** {@code Virtual} or {@code SNP}. */
    String name();

    /** The format of the evidence it gives. */
    QuoteFormat format();

    /**
     * Obtains evidence that binds {@code reportData}: for a node, the SHA-256 of the DER
     * SubjectPublicKeyInfo of its key, which is also its node id.
     *
     * @throws PlatformException if the platform fails to give it
     */
    QuoteInfo attest(Digest reportData);
}
