package dev.tallystick.node.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The listeners of a node.
 *
 * @param nodeToNodeInterface for other nodes
 * @param rpcInterfaces for clients, by name; iterated in name order, at least one
 */
public record Network(
        NodeToNodeInterface nodeToNodeInterface, SortedMap<String, RpcInterface> rpcInterfaces) {
    /** Keeps an unmodifiable copy. */
    public Network {
        rpcInterfaces = Collections.unmodifiableSortedMap(new TreeMap<>(rpcInterfaces));
    }
}
