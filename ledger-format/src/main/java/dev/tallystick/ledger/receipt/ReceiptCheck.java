package dev.tallystick.ledger.receipt;

/** The steps of verifying a receipt, in their order (spec 01, 8.3 and 8.4). */
public enum ReceiptCheck {
    /**
     * It is a receipt: every part is there, of the right type, and written in the one right way.
     */
    FORM("the check of its form"),
    /**
     * A COSE receipt's protected header names the service's key, its algorithm, the data structure,
     * the issuer's claims and the signature transaction.
     */
    HEADER("the check of its protected header"),
    /** The parts that make the leaf are there and well-formed. */
    LEAF("the check of its leaf"),
    /** The node id is that of the certificate's key. */
    NODE_ID("the check of its node id"),
    /** All proofs of a COSE receipt lead to the same root. */
    ROOT("the check of its root"),
    /**
     * The signature covers the root that leaf and proof give. A change to any of the three shows
     * here.
     */
    SIGNATURE("the check of its signature"),
    /** The signer belongs to the service, directly or through endorsements. */
    ENDORSEMENT("the check of the service's endorsement"),
    /** The transaction's entry in a copy of the ledger is the one that is proven. */
    LEDGER("the comparison with the ledger");

    private final String title;

    ReceiptCheck(String title) {
        this.title = title;
    }

    /** What messages call it, e.g. "the check of its leaf". */
    public String title() {
        return title;
    }
}
