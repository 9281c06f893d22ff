package dev.tallystick.consensus;

/**
 * The settings of consensus (spec 05, section 7).
 *
 * @param messageTimeoutMillis a primary sends to every peer at least this often
 * @param electionTimeoutMillis a backup that hears nothing for half to all of this stands for
 *     election; a primary that hears from no quorum for this long steps down
 * @param uncommittedEntriesMax back pressure: requests are refused while a primary has this many
 *     uncommitted entries; 0 = no limit
 * @param isPreVoteEnabled true in production; a switch for scenarios only
 */
public record RaftOptions(
        long messageTimeoutMillis,
        long electionTimeoutMillis,
        long uncommittedEntriesMax,
        boolean isPreVoteEnabled) {

    /** CCF's defaults: 100 ms, 5 s, 10,000 entries. */
    public static final RaftOptions DEFAULT = new RaftOptions(100, 5_000, 10_000, true);

    public RaftOptions {
        Check.argument(messageTimeoutMillis > 0, "message timeout {} ms", messageTimeoutMillis);
        Check.argument(
                electionTimeoutMillis > messageTimeoutMillis,
                "election timeout {} ms is not above the message timeout {} ms",
                electionTimeoutMillis,
                messageTimeoutMillis);
        Check.argument(uncommittedEntriesMax >= 0, "limit of {} entries", uncommittedEntriesMax);
    }
}
