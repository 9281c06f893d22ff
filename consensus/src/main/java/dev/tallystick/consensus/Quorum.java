package dev.tallystick.consensus;

import java.util.Arrays;

/** The arithmetic of majorities (spec 05, 1.1 and 5.7). */
final class Quorum {

    private Quorum() {}

    /** How many of {@code count} nodes are a quorum. */
    static int sizeOf(int count) {
        return count / 2 + 1;
    }

    /**
     * The highest seqno that a quorum of nodes has reached.
     *
     * @param seqnos how far each node is; at least one; sorted in place
     */
    static long agreedSeqno(long[] seqnos) {
        Check.that(seqnos.length > 0, "a configuration without nodes agrees on nothing");
        Arrays.sort(seqnos);
        return seqnos[(seqnos.length - 1) / 2];
    }
}
