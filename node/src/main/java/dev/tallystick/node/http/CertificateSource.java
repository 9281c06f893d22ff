package dev.tallystick.node.http;

import java.util.Optional;

/** What the server presents to new connections; the answer may change while the node runs. */
@FunctionalInterface
public interface CertificateSource {
    /**
     * The credential of {@code authority} now, or empty while there is none: then connections are
     * closed at accept (spec 02, 2.6). Called on an event loop for each connection, so it must not
     * block; an equal credential reuses the TLS context made of it. Never asked for {@link
     * Authority#UNSECURED}.
     */
    Optional<TlsCredential> credential(Authority authority);
}
