package dev.tallystick.ledger.snapshot;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a snapshot file tells (spec 01, 7.1): {@code snapshot_<seqno>_<evidence>}, and
 * {@code .committed} once it is usable.
 *
 * @param text the name itself
 * @param seqno of the snapshot, at least 1
 * @param evidenceSeqno of the transaction that holds its digest
 * @param isCommitted whether the content is complete; releases 1.x appended a seqno to the suffix
 */
public record SnapshotFileName(String text, long seqno, long evidenceSeqno, boolean isCommitted) {
    private static final String COMMITTED = ".committed";
    private static final Pattern NAME =
            Pattern.compile("snapshot_(\\d{1,18})_(\\d{1,18})(\\.committed(_\\d+)?)?");

    /** The name of a file, if it is that of a snapshot. */
    public static Optional<SnapshotFileName> of(Path file) {
        Path name = file.getFileName();
        return name == null ? Optional.empty() : parse(name.toString());
    }

    /**
     * Reads a name.
     *
     * @return nothing if it is not that of a snapshot
     */
    public static Optional<SnapshotFileName> parse(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long seqno = Long.parseLong(matcher.group(1));
        long evidence = Long.parseLong(matcher.group(2));
        return seqno < 1
                ? Optional.empty()
                : Optional.of(
                        new SnapshotFileName(text, seqno, evidence, matcher.group(3) != null));
    }

    /** The name of a usable snapshot. */
    public static SnapshotFileName committed(long seqno, long evidenceSeqno) {
        return new SnapshotFileName(
                uncommitted(seqno, evidenceSeqno) + COMMITTED, seqno, evidenceSeqno, true);
    }

    private static String uncommitted(long seqno, long evidenceSeqno) {
        return "snapshot_" + seqno + "_" + evidenceSeqno;
    }

    /** The name while the content is being put in place: without the suffix. */
    String uncommitted() {
        return uncommitted(seqno, evidenceSeqno);
    }

    /** The name. */
    @Override
    public String toString() {
        return text;
    }
}
