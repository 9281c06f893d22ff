package dev.tallystick.node.rpc;

import dev.tallystick.node.http.HttpResponse;

/** Hears of every request that was answered (spec 02, section 10). Called on execution threads. */
public interface RequestObserver {
    /** An endpoint answered. */
    void completed(Completed event);

    /** No endpoint was found, or its frontend is closed. */
    void dispatchFailed(FrontendName frontend, String verb, String path, int status);

    /** An error, 400 or above, goes to the client. */
    void refused(FrontendName frontend, String verb, String path, HttpResponse response);

    /**
     * One answered request.
     *
     * @param endpoint that answered
     * @param status HTTP status
     * @param executionMillis from the first attempt to the answer
     * @param attempts 1 if nothing conflicted
     */
    record Completed(Endpoint endpoint, int status, long executionMillis, int attempts) {}
}
