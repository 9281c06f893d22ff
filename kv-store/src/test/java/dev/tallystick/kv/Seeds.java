package dev.tallystick.kv;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a random test with several seeds. A failure names its seed; {@code -Dtallystick.seed=N}
 * replays that one alone, {@code -Dtallystick.seeds=1000} runs a thousand instead of the few that
 * every build can afford (see docs/testing.md).
 */
public final class Seeds {
    private Seeds() {}

    /**
     * Runs {@code test} with the seeds 1 to {@code count} and a fresh one, or with those asked for.
     */
    public static void forEach(int count, Consumer<Random> test) {
        String replayed = System.getProperty("tallystick.seed");
        if (replayed != null) {
            run(Long.parseLong(replayed), test);
            return;
        }
        long seeds = Long.getLong("tallystick.seeds", count);
        for (long seed = 1; seed <= seeds; seed++) {
            run(seed, test);
        }
        run(System.nanoTime(), test);
    }

    private static void run(long seed, Consumer<Random> test) {
        try {
            test.accept(new Random(seed));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "failed with seed " + seed + "; replay with -Dtallystick.seed=" + seed, e);
        }
    }
}
