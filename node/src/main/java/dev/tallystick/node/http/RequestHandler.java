package dev.tallystick.node.http;

/** Answers requests; called on execution threads, where it may block. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Answers {@code request} through {@code writer}, before or after it returns. If it throws, the
     * server answers 500 and closes the connection.
     */
    void handle(HttpRequest request, ResponseWriter writer);
}
