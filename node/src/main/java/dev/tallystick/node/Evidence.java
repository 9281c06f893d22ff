package dev.tallystick.node;

import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.NodeConfiguration;
import dev.tallystick.node.config.StartupException;
import dev.tallystick.platform.Platform;
import dev.tallystick.platform.PlatformException;
import dev.tallystick.platform.PlatformSetup;
import dev.tallystick.platform.Platforms;
import dev.tallystick.platform.QuoteException;
import dev.tallystick.platform.QuoteInfo;
import dev.tallystick.platform.QuoteVerifier;
import dev.tallystick.platform.VerifiedQuote;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What the platform says of this node, and what a verifier reads in it (spec 06, 2.2 and 2.3).
 *
 * @param quote as recorded for others
 * @param verified as this node itself verified it before it starts anything
 */
record Evidence(QuoteInfo quote, VerifiedQuote verified) {

    /**
     * Obtains and verifies evidence that binds the node's key.
     *
     * @param launcher the file that was invoked
     * @throws StartupException if the platform gives none, or none that verifies
     */
    static Evidence obtain(
            NodeConfiguration configuration, NodeIdentity node, Path launcher, Instant now) {
        PlatformSetup process = PlatformSetup.ofThisProcess(launcher);
        PlatformSetup setup =
                new PlatformSetup(
                        process.workingDirectory(),
                        process.pid(),
                        launcher,
                        configuration.attestation().snpEndorsementsFile());
        try {
            Platform platform = Platforms.detect(System.getenv(), setup);
            QuoteInfo quote = platform.attest(node.signingKey().publicKey().id());
            return new Evidence(quote, new QuoteVerifier().verify(quote, now));
        } catch (PlatformException | QuoteException e) {
            throw new StartupException(
                    ExitStatus.FAILURE, "Error starting node: " + e.getMessage());
        }
    }
}
