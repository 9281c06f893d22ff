package dev.tallystick.ledger.merkle;

import dev.tallystick.ledger.Digest;

import java.util.List;

/**
 * The siblings from a leaf up to the root (spec 01, 4.3).
 *
 * @param steps from the leaf upwards; empty if the leaf is the root
 */
public record MerklePath(List<Step> steps) {
    /**
     * One sibling on the way.
     *
     * @param left whether the sibling is hashed on the left of the node that is being proven
     * @param digest the sibling
     */
    public record Step(boolean left, Digest digest) {}

    public MerklePath {
        steps = List.copyOf(steps);
    }

    /** The root of the tree in which {@code leaf} has this path. */
    public Digest rootFrom(Digest leaf) {
        Digest node = leaf;
        for (Step step : steps) {
            node = step.left ? Digest.sha256(step.digest, node) : Digest.sha256(node, step.digest);
        }
        return node;
    }
}
