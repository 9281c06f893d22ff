package dev.tallystick.governance;

/** The codes with which governance refuses requests (spec 02, 4.2). */
public enum ErrorCode {
    /** Wrong member for an acknowledgement or a withdrawal. */
    AUTHORIZATION_FAILED("AuthorizationFailed"),
    /** Something failed that is not the caller's to mend. */
    INTERNAL_ERROR("InternalError"),
    /** Who signed is unknown, or is not who the path says. */
    INVALID_AUTHENTICATION_INFO("InvalidAuthenticationInfo"),
    /** A proposal from too far in the future. */
    INVALID_CREATED_AT("InvalidCreatedAt"),
    /** A payload that is not what the request needs. */
    INVALID_INPUT("InvalidInput"),
    /** A query parameter that cannot be read. */
    INVALID_QUERY_PARAMETER_VALUE("InvalidQueryParameterValue"),
    /** An identifier in the path that cannot be one. */
    INVALID_RESOURCE_NAME("InvalidResourceName"),
    /** No {@code api-version}. */
    MISSING_API_VERSION_PARAMETER("MissingApiVersionParameter"),
    /** The private ledger is being read already. */
    NODE_ALREADY_RECOVERING("NodeAlreadyRecovering"),
    /** A proposal older than the middle of those remembered. */
    PROPOSAL_CREATED_TOO_LONG_AGO("ProposalCreatedTooLongAgo"),
    /** The constitution finds the proposal invalid. */
    PROPOSAL_FAILED_TO_VALIDATE("ProposalFailedToValidate"),
    /** No such proposal. */
    PROPOSAL_NOT_FOUND("ProposalNotFound"),
    /** The proposal has been decided. */
    PROPOSAL_NOT_OPEN("ProposalNotOpen"),
    /** The same envelope made a proposal before. */
    PROPOSAL_REPLAY("ProposalReplay"),
    /** No such thing. */
    RESOURCE_NOT_FOUND("ResourceNotFound"),
    /** Nobody asked for recovery shares. */
    SERVICE_NOT_WAITING_FOR_RECOVERY_SHARES("ServiceNotWaitingForRecoveryShares"),
    /** An acknowledgement of another digest than the one on record. */
    STATE_DIGEST_MISMATCH("StateDigestMismatch"),
    /** An {@code api-version} that is unknown or too old for the endpoint. */
    UNSUPPORTED_API_VERSION_VALUE("UnsupportedApiVersionValue"),
    /** Another ballot of this member is on record. */
    VOTE_ALREADY_EXISTS("VoteAlreadyExists"),
    /** The member has not voted. */
    VOTE_NOT_FOUND("VoteNotFound");

    private final String text;

    ErrorCode(String text) {
        this.text = text;
    }

    /** As answers spell it. */
    public String text() {
        return text;
    }
}
