package dev.tallystick.bench;

/**
 * A measurement that is no throughput of one operation, and so none for JMH: memory, a percentile,
 * what threads lose beside each other. Has a constructor without parameters, and runs in a Java
 * virtual machine of its own.
 */
public interface Probe {
    /**
     * What was measured.
     *
     * @param value in the unit of the figure
     * @param baseline what it is compared with, in the same unit; {@link Double#NaN} if there is
     *     nothing
     */
    record Reading(double value, double baseline) {
        /** A reading without a baseline. */
        static Reading of(double value) {
            return new Reading(value, Double.NaN);
        }

        double ratio() {
            return value / baseline;
        }
    }

    /**
     * Measures once.
     *
     * @param quick whether seconds matter more than accuracy
     */
    Reading measure(boolean quick) throws Exception;
}
