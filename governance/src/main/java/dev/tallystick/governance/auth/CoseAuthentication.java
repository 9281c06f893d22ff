package dev.tallystick.governance.auth;

/** Whether a request is signed as it must be. */
public sealed interface CoseAuthentication {
    /** It is. */
    record Authenticated(SignedRequest request) implements CoseAuthentication {}

    /**
     * It is not: 401.
     *
     * @param policy the name that the answer's details give
     * @param reason for the caller
     */
    record Refused(String policy, String reason) implements CoseAuthentication {}

    /**
     * It could not be read: 500, as CCF answers (spec 03, 2.3).
     *
     * @param message for the caller
     */
    record Malformed(String message) implements CoseAuthentication {}
}
