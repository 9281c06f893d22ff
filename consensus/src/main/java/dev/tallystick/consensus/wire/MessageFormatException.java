package dev.tallystick.consensus.wire;

/** Bytes from a peer are not a consensus message. The message is dropped; the peer is at fault. */
public final class MessageFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MessageFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
