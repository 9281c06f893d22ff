package dev.tallystick.node.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Lets exactly one answer through, whoever sends it. */
final class PostedAnswer implements ResponseWriter {
    private final Consumer<HttpResponse> post;
    private final AtomicBoolean isSent = new AtomicBoolean();

    PostedAnswer(Consumer<HttpResponse> post) {
        this.post = post;
    }

    @Override
    public void send(HttpResponse response) {
        if (!isSent.compareAndSet(false, true)) {
            throw new IllegalStateException("a second answer to one request");
        }
        post.accept(response);
    }

    /** Answers for a handler that threw, unless it had answered before. */
    void fail() {
        if (isSent.compareAndSet(false, true)) {
            post.accept(
                    HttpResponse.error(500, "InternalError", "The request handler failed.")
                            .closing());
        }
    }
}
