package dev.tallystick.ledger.audit;

/** Learns how far an audit has come; called on the auditing thread, after each entry. */
@FunctionalInterface
public interface AuditListener {
    /** Does nothing. */
    AuditListener NONE = (bytesDone, bytesTotal) -> {};

    /**
     * Some bytes have been checked.
     *
     * @param bytesDone so far
     * @param bytesTotal of all files together
     */
    void progress(long bytesDone, long bytesTotal);
}
