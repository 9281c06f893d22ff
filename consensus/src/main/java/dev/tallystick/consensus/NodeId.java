package dev.tallystick.consensus;

/**
 * Name of a node: in production the hex SHA-256 of its public key, in tests any text. Node ids are
 * ordered as text, and the core goes through nodes in that order wherever the order can be seen.
 */
public record NodeId(String value) implements Comparable<NodeId> {

    public NodeId {
        Check.argument(!value.isEmpty(), "a node id is not empty");
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
