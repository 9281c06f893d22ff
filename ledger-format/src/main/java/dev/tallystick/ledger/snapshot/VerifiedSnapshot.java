package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A snapshot that has passed every check that could be made.
 *
 * @param header seqno, leaf and view history
 * @param digest SHA-256 of the snapshot entry
 * @param evidence the transaction that holds the digest
 * @param signingNode id of the node that signed the receipt
 * @param service whose snapshot it is
 * @param publicContent what is stored in clear
 * @param privateContent what is encrypted; null without the ledger secret
 * @param passed the checks made, in their order
 * @param notMade the checks that could not be made, each with the reason
 */
public record VerifiedSnapshot(
        SnapshotHeader header,
        Digest digest,
        TxId evidence,
        String signingNode,
        Service service,
        Content publicContent,
        @Nullable Content privateContent,
        Set<SnapshotCheck> passed,
        Map<SnapshotCheck, String> notMade) {

    /** Copies the collections. */
    public VerifiedSnapshot {
        passed = Collections.unmodifiableSet(new TreeSet<>(passed));
        notMade = Collections.unmodifiableMap(new TreeMap<>(notMade));
    }

    /**
     * The service whose node certificates were accepted.
     *
     * @param certificate its certificate
     * @param isGiven whether the caller gave it. Otherwise it is the one that the snapshot itself
     *     names: then the snapshot is consistent, but <em>whose</em> it is remains unproved
     */
    public record Service(Certificate certificate, boolean isGiven) {}

    /**
     * How much one domain holds.
     *
     * @param maps empty ones included
     * @param rows of all maps
     * @param bytes of the domain
     */
    public record Content(long maps, long rows, long bytes) {}
}
