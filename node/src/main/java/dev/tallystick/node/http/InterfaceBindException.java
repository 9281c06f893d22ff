package dev.tallystick.node.http;

/** An interface cannot listen at its address, most often because somebody else does. */
public final class InterfaceBindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the interface, the address and the system's reason. */
    InterfaceBindException(InterfaceOptions options, Throwable cause) {
        super(
                "Cannot listen on %s:%d for interface '%s': %s"
                        .formatted(options.host(), options.port(), options.name(), reason(cause)),
                cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
