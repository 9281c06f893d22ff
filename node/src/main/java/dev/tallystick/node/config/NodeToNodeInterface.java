package dev.tallystick.node.config;

import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

/**
 * The listener for other nodes.
 *
 * @param bindAddress where to listen
 * @param publishedAddress what other nodes should connect to; none: the bound address
 */
public record NodeToNodeInterface(Address bindAddress, @Nullable Address publishedAddress) {
    /**
     * The address for other nodes, once the listener is bound (spec 06, 1.4).
     *
     * @param bound what the system assigned
     */
    public Address published(Address bound) {
        return PublishedAddress.resolve(publishedAddress, bound);
    }

    /** The interface object of {@code nodes.info} (spec 03, 7.3). */
    public ObjectNode toJson(Address bound) {
        ObjectNode json = Json.object();
        json.put("bind_address", bound.toString());
        json.put("published_address", published(bound).toString());
        return json;
    }
}
