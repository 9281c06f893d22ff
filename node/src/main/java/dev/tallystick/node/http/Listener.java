package dev.tallystick.node.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Admits the connections of one interface (spec 02, 2.6) and gives each its pipeline. Shared by all
 * event loops.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes reach exceptionCaught
final class Listener extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /** A TLS context and the credential it was made of. */
    private record Presented(TlsCredential credential, SslContext context) {}

    private final InterfaceOptions options;
    private final ServerParts parts;
    private final ErrorCounters errors = new ErrorCounters();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();

    /** What new connections are shown; replaced when the certificate source answers anew. */
    private volatile @Nullable Presented presented;

    Listener(InterfaceOptions options, ServerParts parts) {
        this.options = options;
        this.parts = parts;
    }

    InterfaceOptions options() {
        return options;
    }

    ErrorCounters errors() {
        return errors;
    }

    SessionMetrics.PerInterface metrics() {
        return new SessionMetrics.PerInterface(
                active.get(),
                peak.get(),
                options.sessionsSoftMax(),
                options.sessionsHardMax(),
                errors.read());
    }

    @Override
    protected void initChannel(Channel channel) {
        RequestHandler handler = parts.handler();
        boolean isSecured = options.authority() != Authority.UNSECURED;
        SslContext tls = isSecured ? tlsContext() : null;
        if (handler == null || (isSecured && tls == null)) {
            channel.close();
            return;
        }
        int sessions = active.incrementAndGet();
        if (sessions > options.sessionsHardMax()) {
            active.decrementAndGet();
            channel.close();
            return;
        }
        countUntilClosed(channel, sessions);
        ChannelPipeline pipeline = channel.pipeline();
        long idleMillis = parts.options().idleTimeout().toMillis();
        if (idleMillis > 0) {
            pipeline.addLast(new IdleStateHandler(true, 0, 0, idleMillis, TimeUnit.MILLISECONDS));
            pipeline.addLast(new IdleClose());
        }
        if (tls != null) {
            pipeline.addLast(parts.tls().handler(tls, channel.alloc()));
        }
        if (sessions > options.sessionsSoftMax()) {
            pipeline.addLast(new BusyHandler(isSecured));
            return;
        }
        RequestDecoder decoder = new RequestDecoder(options.limits());
        pipeline.addLast(decoder);
        pipeline.addLast(new ConnectionHandler(this, parts, handler, decoder));
    }

    private void countUntilClosed(Channel channel, int sessions) {
        peak.accumulateAndGet(sessions, Math::max);
        parts.opened();
        channel.closeFuture()
                .addListener(
                        closed -> {
                            active.decrementAndGet();
                            parts.closed();
                        });
    }

    /** The context of the present credential, null while there is none. */
    private @Nullable SslContext tlsContext() {
        Optional<TlsCredential> credential = parts.certificates().credential(options.authority());
        if (credential.isEmpty()) {
            return null;
        }
        Presented known = presented;
        if (known == null || !known.credential().equals(credential.get())) {
            known = new Presented(credential.get(), parts.tls().create(credential.get()));
            presented = known;
            LOG.info("Interface {} presents a new certificate", options.name());
        }
        return known.context();
    }
}
