package dev.tallystick.governance;

/**
 * A governance request that is refused: becomes the answer {@code
 * {"error":{"code":...,"message":...}}} (spec 02, 4.1). Thrown by handlers; the transaction is
 * dropped.
 */
public final class GovException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final ErrorCode code;

    /**
     * A refusal.
     *
     * @param status HTTP status, 4xx or 5xx
     * @param message for the caller; holds no secrets
     */
    public GovException(int status, ErrorCode code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** 500 {@code InternalError}. */
    public static GovException internal(String message) {
        return new GovException(500, ErrorCode.INTERNAL_ERROR, message);
    }

    /** 400 with this code. */
    public static GovException badRequest(ErrorCode code, String message) {
        return new GovException(400, code, message);
    }

    /** 404 with this code. */
    public static GovException notFound(ErrorCode code, String message) {
        return new GovException(404, code, message);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable code. */
    public ErrorCode code() {
        return code;
    }

    /** The message, which is never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
