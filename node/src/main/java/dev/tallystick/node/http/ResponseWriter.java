package dev.tallystick.node.http;

/** Takes the one answer to one request. */
@FunctionalInterface
public interface ResponseWriter {
    /**
     * Sends {@code response}; returns at once. To be called exactly once, from any thread; the next
     * request of the connection waits for it. Where the client has gone meanwhile, nothing happens.
     */
    void send(HttpResponse response);
}
