package dev.tallystick.consensus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The votes of one candidacy, counted for each configuration separately (spec 05, 5.3): a majority
 * of the union is not enough.
 */
final class Votes {

    private record Tally(Configuration configuration, Set<NodeId> voters) {}

    private final List<Tally> tallies = new ArrayList<>();

    Votes(List<Configuration> configurations) {
        configurations.forEach(c -> tallies.add(new Tally(c, new HashSet<>())));
    }

    /** Counts a vote once in every configuration that contains the voter, and nowhere else. */
    void count(NodeId voter) {
        for (Tally tally : tallies) {
            if (tally.configuration().contains(voter)) {
                tally.voters().add(voter);
            }
        }
    }

    /** Whether there is a quorum in every configuration. */
    boolean areEnough() {
        for (Tally tally : tallies) {
            if (tally.voters().size() < Quorum.sizeOf(tally.configuration().nodes().size())) {
                return false;
            }
        }
        return !tallies.isEmpty();
    }
}
