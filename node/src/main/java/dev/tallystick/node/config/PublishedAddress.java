package dev.tallystick.node.config;

import org.jspecify.annotations.Nullable;

/** How a published address follows from the configured one and the bound one (spec 06, 1.4). */
final class PublishedAddress {
    private PublishedAddress() {}

    static Address resolve(@Nullable Address configured, Address bound) {
        if (configured == null) {
            return bound;
        }
        return configured.port() == 0 ? configured.withPort(bound.port()) : configured;
    }
}
