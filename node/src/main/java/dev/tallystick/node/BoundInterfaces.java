package dev.tallystick.node;

import dev.tallystick.governance.tables.NodeInterface;
import dev.tallystick.ledger.Json;
import dev.tallystick.node.config.Address;
import dev.tallystick.node.config.Network;
import dev.tallystick.node.config.RpcInterface;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configured interfaces with the addresses that the system assigned (spec 06, 1.4).
 *
 * @param network as configured
 * @param nodeToNodeAddress bound
 * @param rpcAddresses bound, by interface name
 */
record BoundInterfaces(
        Network network, Address nodeToNodeAddress, SortedMap<String, Address> rpcAddresses) {

    /** The node-to-node interface object of {@code nodes.info}. */
    ObjectNode nodeToNode() {
        return network.nodeToNodeInterface().toJson(nodeToNodeAddress);
    }

    /** The RPC interfaces for {@code nodes.info}. */
    SortedMap<String, NodeInterface> rpcInterfaces() {
        SortedMap<String, NodeInterface> interfaces = new TreeMap<>();
        network.rpcInterfaces()
                .forEach(
                        (name, rpc) ->
                                interfaces.put(name, NodeInterface.fromJson(json(name, rpc))));
        return interfaces;
    }

    /** The RPC interface objects by name; a new object. */
    ObjectNode rpcJson() {
        ObjectNode interfaces = Json.object();
        network.rpcInterfaces().forEach((name, rpc) -> interfaces.set(name, json(name, rpc)));
        return interfaces;
    }

    /** Hosts that clients use, in the order of the interfaces' names. */
    List<String> publishedHosts() {
        return network.rpcInterfaces().entrySet().stream()
                .map(rpc -> rpc.getValue().published(bound(rpc.getKey())).hostWithoutBrackets())
                .toList();
    }

    /** {@code {"node_to_node_interface":"host:port"}}, for the operator's file. */
    String nodeToNodeAddressFile() {
        return Json.object().put("node_to_node_interface", nodeToNodeAddress.toString()).toString();
    }

    /** {@code {"<name>":"host:port",…}}, for the operator's file. */
    String rpcAddressesFile() {
        ObjectNode addresses = Json.object();
        rpcAddresses.forEach((name, address) -> addresses.put(name, address.toString()));
        return addresses.toString();
    }

    private ObjectNode json(String name, RpcInterface rpc) {
        return rpc.toJson(bound(name));
    }

    private Address bound(String name) {
        Address address = rpcAddresses.get(name);
        if (address == null) {
            throw new IllegalStateException("interface " + name + " is not bound");
        }
        return address;
    }
}
