package dev.tallystick.ledger.view;

/**
 * Which entries are looked at.
 *
 * @param from the first; 0 for wherever the files begin
 * @param to the last, if there are so many
 */
public record SeqnoRange(long from, long to) {
    /** All there are. */
    public static final SeqnoRange ALL = new SeqnoRange(0, Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException if the range is empty
     */
    public SeqnoRange {
        if (from < 0 || to < Math.max(1, from)) {
            throw new IllegalArgumentException("no seqno is in " + from + " to " + to);
        }
    }
}
