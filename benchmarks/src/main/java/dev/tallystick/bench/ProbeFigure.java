package dev.tallystick.bench;

/**
 * One figure of a report that a {@link Probe} measures.
 *
 * @param name what is measured, for the reader
 * @param probe measures it
 * @param baseline what it is compared with, for the reader
 * @param unit of the value
 * @param goal what we want
 */
record ProbeFigure(
        String name, Class<? extends Probe> probe, String baseline, String unit, Goal goal) {
    /** What a reading must keep to. */
    sealed interface Goal {
        /** Whether it is kept. */
        boolean holds(Probe.Reading reading);

        /** At most this value. */
        record ValueAtMost(double max) implements Goal {
            @Override
            public boolean holds(Probe.Reading reading) {
                return reading.value() <= max;
            }

            @Override
            public String toString() {
                return "<= %.0f".formatted(max);
            }
        }

        /** At most this ratio to the baseline. */
        record RatioAtMost(double max) implements Goal {
            @Override
            public boolean holds(Probe.Reading reading) {
                return reading.ratio() <= max;
            }

            @Override
            public String toString() {
                return "<= %.2f".formatted(max);
            }
        }

        /** At least this ratio to the baseline. */
        record RatioAtLeast(double min) implements Goal {
            @Override
            public boolean holds(Probe.Reading reading) {
                return reading.ratio() >= min;
            }

            @Override
            public String toString() {
                return "%.2f".formatted(min);
            }
        }
    }
}
