package dev.tallystick.kv;

import org.junit.jupiter.api.Test;

import java.util.Random;

/**
 * Interleaves transactions, signatures, compaction, rollbacks and changes of role at random in two
 * stores and in a naive twin, {@link NaiveStore}: every answer, every verdict (a conflict exactly
 * where one must be), every entry, hook and root must agree.
 *
 * <p>Replay one history with {@code -Dtallystick.seed=N}, run more with {@code
 * -Dtallystick.seeds=N} (docs/testing.md).
 */
class StoreModelTest {
    private static final int SEEDS = 80;
    private static final int STEPS = 1500;

    @Test
    void storesAgreeWithANaiveTwinWhateverTheInterleaving() {
        Seeds.forEach(SEEDS, StoreModelTest::run);
    }

    private static void run(Random random) {
        try (ModelRun run = new ModelRun(random)) {
            for (int step = 0; step < STEPS; step++) {
                run.step();
            }
            run.check();
        }
    }
}
