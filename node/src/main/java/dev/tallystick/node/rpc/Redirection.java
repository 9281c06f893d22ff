package dev.tallystick.node.rpc;

/** Where an interface with redirections sends a request (spec 02, 6.3). */
public enum Redirection {
    /** Nowhere: run it here. */
    NONE,
    /** To the primary, unless that is this node. */
    TO_PRIMARY,
    /** To a backup, unless this node is one. */
    TO_BACKUP
}
