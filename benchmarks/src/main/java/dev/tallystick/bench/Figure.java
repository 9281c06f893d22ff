package dev.tallystick.bench;

/**
 * One figure of a report: a benchmark's throughput, and its ratio to a baseline of the same run.
 *
 * @param name what is measured, for the reader
 * @param benchmark {@code Class.method} or {@code Class.method:parameter} of the measured benchmark
 * @param baseline the same of what it is compared with; may be {@code benchmark} itself
 * @param goal what we want
 * @param unit how the throughput is told
 */
record Figure(String name, String benchmark, String baseline, Goal goal, Unit unit) {
    /** What a figure must reach. */
    sealed interface Goal {
        /** Whether it is reached. */
        boolean holds(double operationsPerSecond, double ratio);

        /** At least this ratio (measured / baseline). */
        record Ratio(double min) implements Goal {
            @Override
            public boolean holds(double operationsPerSecond, double ratio) {
                return ratio >= min;
            }

            @Override
            public String toString() {
                return "%.2f".formatted(min);
            }
        }

        /** At least so many operations a second. */
        record PerSecond(double min) implements Goal {
            @Override
            public boolean holds(double operationsPerSecond, double ratio) {
                return operationsPerSecond >= min;
            }

            @Override
            public String toString() {
                return "%,.0f/s".formatted(min);
            }
        }

        /** The figure only informs. */
        record None() implements Goal {
            @Override
            public boolean holds(double operationsPerSecond, double ratio) {
                return true;
            }

            @Override
            public String toString() {
                return "-";
            }
        }
    }

    /** A figure that should reach a ratio. */
    static Figure ratio(String name, String benchmark, String baseline, double goal) {
        return new Figure(name, benchmark, baseline, new Goal.Ratio(goal), Unit.PER_SECOND);
    }

    /** A figure that only informs. */
    static Figure of(String name, String benchmark, String baseline) {
        return new Figure(name, benchmark, baseline, new Goal.None(), Unit.PER_SECOND);
    }

    /** The same, told in another unit. */
    Figure in(Unit other) {
        return new Figure(name, benchmark, baseline, goal, other);
    }

    /** The same, with a least number of operations a second. */
    Figure atLeast(double operationsPerSecond) {
        return new Figure(name, benchmark, baseline, new Goal.PerSecond(operationsPerSecond), unit);
    }
}
