package dev.tallystick.ledger.receipt;

/** The steps of verifying a receipt, in their order (spec 01, 8.3). */
public enum ReceiptCheck {
    /** The parts that make the leaf are there and well-formed. */
    LEAF,
    /** The node id is that of the certificate's key. */
    NODE_ID,
    /**
     * The signature covers the root that leaf and proof give. A change to any of the three shows
     * here.
     */
    SIGNATURE,
    /** The certificate chains to the service, directly or through the service endorsements. */
    ENDORSEMENT
}
