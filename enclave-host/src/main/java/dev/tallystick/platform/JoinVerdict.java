package dev.tallystick.platform;

/** What a service answers to a node's evidence (spec 07, 7.2; spec 06, 2.3). */
public enum JoinVerdict {
    /** The node may join. */
    ACCEPTED(200, ""),
    /** The evidence does not hold. */
    NOT_VERIFIED(401, "Quote could not be verified"),
    /** It says nothing about the host. */
    HOST_DATA_NOT_FOUND(401, "Quote does not contain trusted host data"),
    /** The host data is not in the policy. */
    HOST_DATA_NOT_AUTHORISED(401, "Quote host data is not authorised"),
    /** The measurement is not in the policy. */
    MEASUREMENT_NOT_FOUND(401, "Quote does not contain known enclave measurement"),
    /** The document about the measurement is not acceptable. */
    UVM_ENDORSEMENTS_NOT_AUTHORISED(401, "UVM endorsements are not authorised"),
    /** The policy has no row for this CPU. A joiner retries on 500, as CCF's does. */
    CPU_NOT_FOUND(500, "Unknown quote verification error"),
    /** The firmware is older than the policy's. A joiner retries on 500, as CCF's does. */
    TCB_TOO_LOW(500, "Unknown quote verification error"),
    /** The evidence is about another key. */
    KEY_NOT_BOUND(401, "Quote report data does not match the hash of the public key for this node");

    /** The error code of every refusal. */
    public static final String ERROR_CODE = "InvalidQuote";

    private final int status;
    private final String message;

    JoinVerdict(int status, String message) {
        this.status = status;
        this.message = message;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The message of the error body; empty if accepted. */
    public String message() {
        return message;
    }
}
