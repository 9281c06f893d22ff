package dev.tallystick.ledger;

/**
 * Name of one transaction: the view in which it was proposed and its place in the ledger.
 *
 * <p>A pair always travels as this type, never as two longs, so that the numbers cannot be swapped.
 *
 * @param view not negative; the first view of a service is 2, 0 stands for "none"
 * @param seqno not negative; the first transaction of a service is 1, 0 stands for "none"
 */
public record TxId(long view, long seqno) implements Comparable<TxId> {
    /** The id of no transaction at all: what a store holds before its first one. */
    public static final TxId NONE = new TxId(0, 0);

    private static final int DIGITS_MAX = 19;

    public TxId {
        if (view < 0 || seqno < 0) {
            throw new IllegalArgumentException(
                    "view and seqno must not be negative: " + view + "." + seqno);
        }
    }

    /**
     * Reads {@code <view>.<seqno>}, both decimal.
     *
     * @throws IllegalArgumentException if the text has any other form, a sign or a number beyond 63
     *     bits
     */
    public static TxId parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw malformed(text);
        }
        return new TxId(number(text, 0, dot), number(text, dot + 1, text.length()));
    }

    private static long number(String text, int from, int to) {
        if (to - from < 1 || to - from > DIGITS_MAX) {
            throw malformed(text);
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                throw malformed(text);
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static IllegalArgumentException malformed(String text) {
        String shown = text.length() <= 50 ? text : text.substring(0, 50) + "...";
        return new IllegalArgumentException(
                "not a transaction id of the form <view>.<seqno>: '" + shown + "'");
    }

    /** The transaction that follows this one in the same view. */
    public TxId next() {
        return new TxId(view, seqno + 1);
    }

    /** Orders by view, then by seqno. */
    @Override
    public int compareTo(TxId other) {
        int byView = Long.compare(view, other.view);
        return byView != 0 ? byView : Long.compare(seqno, other.seqno);
    }

    /** The text form {@code <view>.<seqno>} of APIs, receipts and commit evidence. */
    @Override
    public String toString() {
        return view + "." + seqno;
    }
}
