package dev.tallystick.node;

import dev.tallystick.kv.Store;
import dev.tallystick.node.commit.ConsensusHost;

/**
 * The parts of a node that many others need.
 *
 * @param node the keys of this process
 * @param interfaces where it listens
 * @param store all tables
 * @param consensus what is committed
 * @param credentials the certificates it shows
 * @param service whether the service is open
 */
record NodeParts(
        NodeIdentity node,
        BoundInterfaces interfaces,
        Store store,
        ConsensusHost consensus,
        Credentials credentials,
        ServiceWatch service) {}
