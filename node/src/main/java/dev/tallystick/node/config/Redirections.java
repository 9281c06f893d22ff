package dev.tallystick.node.config;

/**
 * Whom a listener redirects to when a request belongs elsewhere (spec 02, 6.3).
 *
 * @param toPrimary for requests that only a primary serves
 * @param toBackup for requests that a backup should serve
 */
public record Redirections(Target toPrimary, Target toBackup) {
    /** How a redirection finds its address. */
    public sealed interface Target {
        /**
         * The interface of the same name on a node of that role.
         *
         * @param role whom to look for
         */
        record NodeByRole(Role role) implements Target {}

        /**
         * A fixed address, for example of a load balancer.
         *
         * @param address {@code host:port}
         */
        record StaticAddress(String address) implements Target {}
    }

    /** Role of the node that is looked for. */
    public enum Role {
        /** The current primary. */
        PRIMARY,
        /** Any backup. */
        BACKUP
    }
}
