package dev.tallystick.node.http;

/** Who vouches for the certificate that an interface presents (spec 02, 2.2). */
public enum Authority {
    /** The service: the endorsed node certificate, which exists only from its commit on. */
    SERVICE,
    /** The node itself: its self-signed certificate, there from the start. */
    NODE,
    /** Nobody: plain HTTP, never a caller certificate. */
    UNSECURED
}
