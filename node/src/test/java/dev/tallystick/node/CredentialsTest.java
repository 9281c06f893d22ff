package dev.tallystick.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.node.config.NodeConfiguration.CurveId;
import dev.tallystick.node.config.NodeConfiguration.NodeCertificate;
import dev.tallystick.node.http.Authority;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

class CredentialsTest {
    private final NodeIdentity node =
            NodeIdentity.generate(
                    new NodeCertificate("CN=Node", List.of(), CurveId.SECP384R1, 1),
                    List.of("127.0.0.1"),
                    Instant.EPOCH);
    private final Credentials credentials = new Credentials(node);

    /** A row of the table; which certificate it is does not matter here. */
    private MapWrites endorsed(String nodeId) {
        return MapWrites.put(
                TableNames.NODES_ENDORSED_CERTIFICATES,
                Bytes.utf8(nodeId),
                Bytes.utf8(node.selfSigned().pem()));
    }

    @Test
    void aCertificateThatIsWrittenSignsButIsNotShownYet() {
        credentials.onLocal(1, endorsed(node.id()));

        assertEquals(node.selfSigned().pem(), credentials.endorsed().pem());
        assertFalse(credentials.isEndorsementCommitted());
        assertEquals(Optional.empty(), credentials.credential(Authority.SERVICE));
    }

    @Test
    void aCertificateThatIsCommittedIsShown() {
        credentials.onGlobal(1, endorsed(node.id()));

        assertTrue(credentials.isEndorsementCommitted());
        assertEquals(
                Optional.of(node.selfSigned().pem()),
                credentials.credential(Authority.SERVICE).map(shown -> shown.certificatePem()));
    }

    @Test
    void theCertificateOfAnotherNodeIsNoneOfOurs() {
        MapWrites other = endorsed("a".repeat(64));
        credentials.onLocal(1, other);
        credentials.onGlobal(1, other);

        assertThrows(IllegalStateException.class, credentials::endorsed);
        assertFalse(credentials.isEndorsementCommitted());
    }

    @Test
    void theSelfSignedOneIsThereFromTheStartAndPlainTextNeedsNone() {
        assertEquals(
                Optional.of(node.selfSigned().pem()),
                credentials.credential(Authority.NODE).map(shown -> shown.certificatePem()));
        assertEquals(Optional.empty(), credentials.credential(Authority.UNSECURED));
    }
}
