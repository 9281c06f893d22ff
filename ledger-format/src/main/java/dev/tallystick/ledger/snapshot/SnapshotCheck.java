package dev.tallystick.ledger.snapshot;

/**
 * The steps of verifying a snapshot, in their order (spec 01, 7.5). Those from {@link #SERVICE} on
 * go beyond what CCF does: they test whether the content, whose author is proved by then, agrees
 * with itself.
 */
public enum SnapshotCheck {
    /** Header, sizes and IV are those of a snapshot entry within the file. */
    ENTRY("entry header"),
    /** What follows the entry is a receipt with leaf components, claims digest included. */
    RECEIPT("receipt"),
    /** The receipt's claims digest is SHA-256 of the entry. Any change to the entry shows here. */
    CLAIMS_DIGEST("claims digest"),
    /** The public domain can be read: maps and rows in order, each once, not from the future. */
    CONTENT("public content"),
    /** The receipt's node id is that of its certificate's key. */
    NODE_ID("node id"),
    /** The receipt's signature covers the root that its leaf and proof give. */
    SIGNATURE("receipt signature"),
    /** The receipt's certificate was issued by the service. */
    ENDORSEMENT("node endorsement"),
    /** The snapshot's own {@code service.info} names the same service key as the one given. */
    SERVICE("service identity"),
    /** The evidence comes after the snapshot, and its proof has the shape for that seqno. */
    EVIDENCE("evidence"),
    /** The snapshot holds the signature transaction of its own seqno and that one's tree. */
    TREE("Merkle tree"),
    /** The tree and the leaf are the beginning of the tree in which the evidence was proved. */
    HISTORY("history before the evidence"),
    /** The node signature in the snapshot covers the root of its tree; an endorsed node made it. */
    TREE_SIGNATURE("root signature"),
    /** The COSE signature in the snapshot covers the root of its tree; the service made it. */
    COSE_SIGNATURE("COSE root signature"),
    /**
     * The tag is that of both domains under the ledger secret, and the private maps can be read.
     */
    PRIVATE_DOMAIN("private domain"),
    /** The leaf is that of the signature transaction in the snapshot; needs the ledger secret. */
    LEAF("leaf"),
    /**
     * The receipt is spelt as CCF spells receipts: compact, keys in order, no other fields. Nothing
     * else covers its spelling; so a change to any bit of a snapshot file fails some check.
     */
    SPELLING("receipt spelling"),
    /** The file name tells the seqno of the snapshot and that of its evidence. */
    FILE_NAME("file name");

    private final String title;

    SnapshotCheck(String title) {
        this.title = title;
    }

    /** What is checked, in a few words. */
    public String title() {
        return title;
    }
}
