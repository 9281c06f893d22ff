package dev.tallystick.node.rpc;

/** What a backup without redirections does with a request (spec 02, 6.2). */
public enum Forwarding {
    /** Run it here. */
    NEVER,
    /** Forward it if an earlier request of its connection was forwarded. */
    SOMETIMES,
    /** Forward it to the primary. */
    ALWAYS
}
