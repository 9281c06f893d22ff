package dev.tallystick.node.http;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of a server share. */
final class ServerParts {
    private final HttpServerOptions options;
    private final CertificateSource certificates;
    private final TlsContexts tls;
    private final ExecutionPool pool;
    private final AtomicLong sessionIds = new AtomicLong();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();

    /** Null until the server serves: connections are closed at accept. */
    private volatile @Nullable RequestHandler handler;

    ServerParts(HttpServerOptions options, CertificateSource certificates, TlsContexts tls) {
        this.options = options;
        this.certificates = certificates;
        this.tls = tls;
        this.pool = new ExecutionPool(options);
    }

    HttpServerOptions options() {
        return options;
    }

    CertificateSource certificates() {
        return certificates;
    }

    TlsContexts tls() {
        return tls;
    }

    ExecutionPool pool() {
        return pool;
    }

    @Nullable RequestHandler handler() {
        return handler;
    }

    void serve(RequestHandler newHandler) {
        handler = newHandler;
    }

    long nextSessionId() {
        return sessionIds.incrementAndGet();
    }

    void opened() {
        peak.accumulateAndGet(active.incrementAndGet(), Math::max);
    }

    void closed() {
        active.decrementAndGet();
    }

    int active() {
        return active.get();
    }

    int peak() {
        return peak.get();
    }
}
