package dev.tallystick.ledger.files;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the name of a ledger file tells (spec 01, 1.2).
 *
 * @param text the name itself
 * @param start seqno of the first entry, at least 1
 * @param end seqno of the last entry as told by the name, 0 if it does not tell
 */
public record LedgerFileName(String text, long start, long end) {
    private static final String PREFIX = "ledger_";
    private static final String COMMITTED = "committed";
    private static final String RECOVERY = "recovery";
    private static final String IGNORED = "ignored";
    private static final int DIGITS_MAX = 18;

    /** The name of {@code file}, if it is that of a ledger file. */
    public static Optional<LedgerFileName> of(Path file) {
        Path name = file.getFileName();
        return name == null ? Optional.empty() : parse(name.toString());
    }

    /**
     * Reads a name: start after the underscore, end after a hyphen, any suffix.
     *
     * @return empty if {@code text} is not the name of a ledger file
     */
    public static Optional<LedgerFileName> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int startEnds = digitsEnd(text, PREFIX.length());
        long start = number(text, PREFIX.length(), startEnds);
        boolean hasEnd = startEnds < text.length() && text.charAt(startEnds) == '-';
        long end = hasEnd ? number(text, startEnds + 1, digitsEnd(text, startEnds + 1)) : 0;
        boolean isLegal = start >= 1 && (!hasEnd || end >= start);
        return isLegal ? Optional.of(new LedgerFileName(text, start, end)) : Optional.empty();
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static long number(String text, int from, int to) {
        return from < to && to - from <= DIGITS_MAX ? Long.parseLong(text, from, to, 10) : 0;
    }

    /** Name of a file that is not committed. */
    static String open(long start, boolean isRecovery) {
        return withRecovery(PREFIX + start, isRecovery);
    }

    static String committed(long start, long end, boolean isRecovery) {
        return withRecovery(PREFIX + start + "-" + end + "." + COMMITTED, isRecovery);
    }

    /** Name of a complete part of the file called {@code whole}, committed if that one is. */
    static String part(LedgerFileName whole, long start, long end) {
        String suffix = whole.text().contains("." + COMMITTED) ? "." + COMMITTED : "";
        return withRecovery(PREFIX + start + "-" + end + suffix, whole.isRecovery());
    }

    private static String withRecovery(String name, boolean isRecovery) {
        return isRecovery ? name + "." + RECOVERY : name;
    }

    /** The name that a recovery file gets when the service opens. */
    static String recovered(String name) {
        return name.endsWith("." + RECOVERY)
                ? name.substring(0, name.length() - RECOVERY.length() - 1)
                : name;
    }

    static String ignored(String name) {
        return name + "." + IGNORED;
    }

    /** Seqno of the last entry, where the name tells it. */
    public OptionalLong lastSeqno() {
        return end == 0 ? OptionalLong.empty() : OptionalLong.of(end);
    }

    /** Whether all entries are committed and the file will never change. */
    public boolean isCommitted() {
        return text.endsWith(COMMITTED);
    }

    /** Whether the file was written while a recovery was in progress. */
    public boolean isRecovery() {
        return text.endsWith(RECOVERY);
    }

    /** Whether the file has been set aside; it is never read. */
    public boolean isIgnored() {
        return text.endsWith(IGNORED);
    }

    /** Whether the name tells its range and {@code seqno} is in it. */
    boolean covers(long seqno) {
        return start <= seqno && seqno <= end;
    }
}
