package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.consensus.Simulation.Faults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clusters of one to seven nodes with loss, delay, duplication, reordering, partitions and changes
 * of membership. A failure names its seed; replay it with {@code -Dconsensus.seed=<seed>}.
 */
@ExtendWith(Quiet.class)
class SimulationTest {

    private static final long SEEDS = Long.getLong("consensus.seeds", 60);
    private static final int EVENTS = 1_000;

    @Test
    void fixedMembersAgreeOverOrderedLinks() {
        runAll(new Faults(true, false, true));
    }

    @Test
    void fixedMembersAgreeOverUnorderedLinks() {
        runAll(new Faults(false, false, true));
    }

    @Test
    void fixedMembersAgreeWithoutPreVotes() {
        runAll(new Faults(false, false, false));
    }

    @Test
    void changingMembersAgreeOverOrderedLinks() {
        runAll(new Faults(true, true, true));
    }

    @Test
    void changingMembersAgreeOverUnorderedLinks() {
        runAll(new Faults(false, true, true));
    }

    private static void runAll(Faults faults) {
        Long only = Long.getLong("consensus.seed");
        long views = 0;
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            try {
                views += new Simulation(seed, faults).run(EVENTS);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        faults + " failed; replay with -Dconsensus.seed=" + seed, e);
            }
        }
        assertTrue(only != null || views > SEEDS, "hardly any election happened: " + views);
    }
}
