package dev.tallystick.ledger.view;

import java.util.ArrayList;
import java.util.List;

/** What can be said of many numbers in little memory: a histogram in powers of two. */
public final class Distribution {
    private final long[] counts = new long[Long.SIZE];
    private long count;
    private long sum;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    /**
     * The numbers in a range.
     *
     * @param from the least, 0 or a power of two
     * @param to the greatest
     * @param count how many there are
     */
    public record Bucket(long from, long to, long count) {}

    /** Counts a number, which is not negative. */
    void add(long number) {
        counts[bucketOf(number)]++;
        count++;
        sum += number;
        min = Math.min(min, number);
        max = Math.max(max, number);
    }

    /** How many numbers there are; without any, nothing below means anything. */
    public long count() {
        return count;
    }

    /** All together. */
    public long sum() {
        return sum;
    }

    /** The least. */
    public long min() {
        return min;
    }

    /** The greatest. */
    public long max() {
        return max;
    }

    /** The mean. */
    public double mean() {
        return (double) sum / count;
    }

    /** The bucket in which the median lies, the lower of two. */
    public Bucket median() {
        long below = 0;
        for (Bucket bucket : buckets()) {
            below += bucket.count();
            if (2 * below >= count) {
                return bucket;
            }
        }
        throw new IllegalStateException("there are no numbers");
    }

    /** The buckets from the first to the last that is not empty. */
    public List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            long from = i == 0 ? 0 : 1L << (i - 1);
            if (count > 0 && from <= max && bucketOf(min) <= i) {
                long to = i == 0 ? 0 : i == Long.SIZE - 1 ? Long.MAX_VALUE : (1L << i) - 1;
                buckets.add(new Bucket(from, to, counts[i]));
            }
        }
        return buckets;
    }

    private static int bucketOf(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }
}
