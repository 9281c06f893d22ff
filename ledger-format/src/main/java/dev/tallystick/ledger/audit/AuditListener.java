package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.audit.AuditReport.GovernanceEvent;

/** Learns how far an audit has come, and what it meets; called on the auditing thread. */
@FunctionalInterface
public interface AuditListener {
    /** Does nothing. */
    AuditListener NONE = (bytesDone, bytesTotal, transactions) -> {};

    /**
     * Some bytes have been checked; called for each block of about a megabyte.
     *
     * @param bytesDone so far
     * @param bytesTotal of all files together
     * @param transactions checked so far
     */
    void progress(long bytesDone, long bytesTotal, long transactions);

    /**
     * Governance did something; told in order, before it is known whether a signature covers it.
     */
    default void governance(GovernanceEvent event) {}
}
