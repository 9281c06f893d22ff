package dev.tallystick.node;

import dev.tallystick.node.http.Authority;
import dev.tallystick.node.http.CertificateSource;
import dev.tallystick.node.http.TlsCredential;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * No certificates at first: the ports are bound before the node has keys, because its certificate
 * names the addresses.
 */
final class LateCertificates implements CertificateSource {
    /** Set once, by the thread that starts the node. */
    private volatile @Nullable CertificateSource source;

    /** From now on, answers are those of {@code real}. */
    void become(CertificateSource real) {
        source = real;
    }

    @Override
    public Optional<TlsCredential> credential(Authority authority) {
        CertificateSource known = source;
        return known == null ? Optional.empty() : known.credential(authority);
    }
}
