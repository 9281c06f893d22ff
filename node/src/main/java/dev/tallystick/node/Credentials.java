package dev.tallystick.node;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.node.http.Authority;
import dev.tallystick.node.http.CertificateSource;
import dev.tallystick.node.http.TlsCredential;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The node's certificates as the ledger endorses them: written ones sign at once, committed ones
 * are shown to clients (spec 06, 2.8). Safe for use by any thread.
 */
final class Credentials implements CertificateSource {
    private final NodeIdentity identity;
    private final Bytes row;

    /** Last endorsed certificate written for this node; set by the pipeline thread. */
    private volatile @Nullable Certificate endorsed;

    /** The same once it is committed, PEM; set by the consensus thread. */
    private volatile @Nullable TlsCredential committed;

    Credentials(NodeIdentity identity) {
        this.identity = identity;
        this.row = Bytes.utf8(identity.id());
    }

    /** Local hook of {@code public:ccf.gov.nodes.endorsed_certificates}. */
    void onLocal(long seqno, MapWrites writes) {
        Bytes pem = writes.writes().get(row);
        if (pem != null) {
            endorsed = Certificate.fromPem(pem.utf8());
        }
    }

    /** Global hook of the same table. */
    void onGlobal(long seqno, MapWrites writes) {
        Bytes pem = writes.writes().get(row);
        if (pem != null) {
            committed = new TlsCredential(pem.utf8(), identity.signingKey().privateKeyPem());
        }
    }

    /**
     * The certificate that signs.
     *
     * @throws IllegalStateException before the first one was written
     */
    Certificate endorsed() {
        Certificate certificate = endorsed;
        if (certificate == null) {
            throw new IllegalStateException("this node has no endorsed certificate yet");
        }
        return certificate;
    }

    /** Whether an endorsed certificate is committed, so that governance can be served. */
    boolean isEndorsementCommitted() {
        return committed != null;
    }

    @Override
    public Optional<TlsCredential> credential(Authority authority) {
        return switch (authority) {
            case NODE ->
                    Optional.of(
                            new TlsCredential(
                                    identity.selfSigned().pem(),
                                    identity.signingKey().privateKeyPem()));
            case SERVICE -> Optional.ofNullable(committed);
            case UNSECURED -> Optional.empty();
        };
    }
}
