package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.TxId;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an audit has proved.
 *
 * @param files the chunks, in order
 * @param first first transaction
 * @param last last transaction, signed or not
 * @param lastSigned last signature transaction: everything before it is proved
 * @param counts how many of what
 * @param views each view that occurs, with its first transaction
 * @param serviceChanges every write of the service's status or certificate
 * @param governanceCounts how often each kind of governance event occurs; {@link
 *     AuditListener#governance} is told each of them
 * @param openEnd what no signature covers
 */
public record AuditReport(
        List<Path> files,
        TxId first,
        TxId last,
        TxId lastSigned,
        Counts counts,
        List<TxId> views,
        List<ServiceChange> serviceChanges,
        Map<GovernanceEvent.Kind, Long> governanceCounts,
        OpenEnd openEnd) {
    /** Copies the lists. */
    public AuditReport {
        files = List.copyOf(files);
        views = List.copyOf(views);
        serviceChanges = List.copyOf(serviceChanges);
        governanceCounts = Collections.unmodifiableMap(new TreeMap<>(governanceCounts));
    }

    /**
     * Numbers of the summary.
     *
     * @param transactions all entries
     * @param nodeSignatures verified signatures by nodes
     * @param coseSignatures verified signatures by the service
     * @param envelopes verified governance messages of members
     * @param bytes size of all files
     */
    public record Counts(
            long transactions,
            long nodeSignatures,
            long coseSignatures,
            long envelopes,
            long bytes) {}

    /**
     * A write of {@code service.info}.
     *
     * @param seqno of the transaction
     * @param status e.g. {@code Open}
     * @param serviceKeyId hex SHA-256 of the service's public key
     */
    public record ServiceChange(long seqno, String status, String serviceKeyId) {}

    /**
     * Something that governance did.
     *
     * @param seqno of the transaction
     * @param kind what
     * @param subject id of the proposal, member, user or node; empty if it concerns none
     */
    public record GovernanceEvent(long seqno, Kind kind, String subject) {
        /** Kinds of governance events. */
        public enum Kind {
            PROPOSAL_CREATED,
            PROPOSAL_ACCEPTED,
            PROPOSAL_REJECTED,
            PROPOSAL_WITHDRAWN,
            PROPOSAL_DROPPED,
            PROPOSAL_FAILED,
            BALLOT_SUBMITTED,
            MEMBER_ADDED,
            MEMBER_ACTIVATED,
            MEMBER_REMOVED,
            USER_ADDED,
            USER_REMOVED,
            NODE_PENDING,
            NODE_TRUSTED,
            NODE_RETIRED,
            NODE_REMOVED,
            CONSTITUTION_SET,
            APPLICATION_SET,
            LEDGER_REKEYED,
            RECOVERY_SHARES_ISSUED
        }
    }

    /**
     * The end of the ledger that no signature covers. Bits changed there cannot be told from bits
     * written there, except where a value can be computed otherwise.
     *
     * @param unsignedEntries whole entries after the last signature
     * @param tornBytes bytes of an entry that was being written when the node died
     * @param sealedByteCount bytes of the last signature entry itself that only a holder of the
     *     ledger secret can check (its encryption tag and commit evidence digest); 0 if the secret
     *     was given
     */
    public record OpenEnd(long unsignedEntries, long tornBytes, int sealedByteCount) {}
}
