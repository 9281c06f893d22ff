package dev.tallystick.bench;

/**
 * One figure of a report: a benchmark's throughput, and its ratio to a baseline of the same run.
 *
 * @param name what is measured, for the reader
 * @param benchmark {@code Class.method} of the measured benchmark
 * @param baseline {@code Class.method} of what it is compared with; may be {@code benchmark} itself
 * @param goal the least ratio (measured / baseline) that we want; 0 when the figure only informs
 */
record Figure(String name, String benchmark, String baseline, double goal) {
    boolean holds(double ratio) {
        return ratio >= goal;
    }
}
