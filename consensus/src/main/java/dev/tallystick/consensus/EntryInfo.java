package dev.tallystick.consensus;

/**
 * What consensus must know of one ledger entry.
 *
 * @param position view and seqno from the entry's own header
 * @param sizeBytes size of the raw entry
 * @param isSignature whether it is a signature transaction, the only kind that can be committed
 * @param nodes what it changes in the set of nodes
 */
public record EntryInfo(
        LogPosition position, int sizeBytes, boolean isSignature, NodesChange nodes) {

    public EntryInfo {
        Check.argument(position.seqno() > 0, "an entry has a seqno from 1, not {}", position);
        Check.argument(sizeBytes >= 0, "an entry has no size of {}", sizeBytes);
    }

    long seqno() {
        return position.seqno();
    }
}
