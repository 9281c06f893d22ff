package dev.tallystick.js;

/**
 * A stored endpoint cannot be used: its properties are malformed. The request it was meant for
 * answers 500.
 */
public final class JsEndpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the text that the client sees. */
    public JsEndpointException(String message) {
        super(message);
    }
}
