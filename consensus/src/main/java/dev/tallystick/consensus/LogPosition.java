package dev.tallystick.consensus;

/**
 * The name of a ledger entry: view and seqno (spec 05, 1.1).
 *
 * @param view the view of the entry; 0 = unknown
 * @param seqno the position in the ledger, from 1; 0 = before the first entry
 */
public record LogPosition(long view, long seqno) {

    /** Upper bound of any view or seqno, so that arithmetic on foreign numbers cannot overflow. */
    public static final long NUMBER_MAX = 1L << 62;

    /** Before the first entry. */
    public static final LogPosition NONE = new LogPosition(0, 0);

    public LogPosition {
        requireInRange(view);
        requireInRange(seqno);
    }

    /**
     * Throws {@link IllegalArgumentException} unless {@code number} is within 0 to {@link
     * #NUMBER_MAX}.
     */
    static void requireInRange(long number) {
        Check.argument(
                number >= 0 && number <= NUMBER_MAX,
                "view or seqno {} is out of range",
                Long.toUnsignedString(number));
    }

    /** The text {@code <view>.<seqno>}. */
    @Override
    public String toString() {
        return view + "." + seqno;
    }
}
