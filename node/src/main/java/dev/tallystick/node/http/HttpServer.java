package dev.tallystick.node.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Listens on the node's interfaces (spec 02, section 2).
 *
 * <p>Two steps, because the addresses go into the genesis transaction before anybody can answer:
 * {@link #bind} takes the ports, {@link #serve} begins to answer. Between the two, and while an
 * interface has no certificate, connections are closed at accept.
 */
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final long STOP_SECONDS = 2;

    private final ServerParts parts;
    private final EventLoopGroup loops;
    private final Map<Listener, Channel> listeners = new LinkedHashMap<>();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private HttpServer(ServerParts parts) {
        this.parts = parts;
        this.loops =
                new MultiThreadIoEventLoopGroup(
                        parts.options().eventLoopThreads(),
                        new DefaultThreadFactory("http", true),
                        Epoll.isAvailable()
                                ? EpollIoHandler.newFactory()
                                : NioIoHandler.newFactory());
    }

    /**
     * Takes the ports of all interfaces.
     *
     * @throws InterfaceBindException if one cannot be had; then none is held
     */
    public static HttpServer bind(
            HttpServerOptions options,
            List<InterfaceOptions> interfaces,
            CertificateSource certificates) {
        return bind(options, interfaces, certificates, new TlsContexts());
    }

    /** The same with a TLS provider of the caller's choice. */
    static HttpServer bind(
            HttpServerOptions options,
            List<InterfaceOptions> interfaces,
            CertificateSource certificates,
            TlsContexts tls) {
        HttpServer server = new HttpServer(new ServerParts(options, certificates, tls));
        try {
            interfaces.forEach(server::listen);
            return server;
        } catch (InterfaceBindException e) {
            server.close();
            throw e;
        }
    }

    private void listen(InterfaceOptions options) {
        Listener listener = new Listener(options, parts);
        Class<? extends ServerChannel> type =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(type)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(listener)
                        .bind(new InetSocketAddress(options.host(), options.port()))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new InterfaceBindException(options, bound.cause());
        }
        channels.add(bound.channel());
        listeners.put(listener, bound.channel());
    }

    /** Begins to answer new connections through {@code handler}. */
    public void serve(RequestHandler handler) {
        parts.serve(handler);
    }

    /** The addresses really bound, by interface name. */
    public SortedMap<String, InetSocketAddress> addresses() {
        SortedMap<String, InetSocketAddress> addresses = new TreeMap<>();
        listeners.forEach(
                (listener, channel) ->
                        addresses.put(
                                listener.options().name(),
                                (InetSocketAddress) channel.localAddress()));
        return Collections.unmodifiableSortedMap(addresses);
    }

    /** Figures since the start. */
    public SessionMetrics metrics() {
        SortedMap<String, SessionMetrics.PerInterface> interfaces = new TreeMap<>();
        listeners.keySet().forEach(l -> interfaces.put(l.options().name(), l.metrics()));
        return new SessionMetrics(
                parts.active(), parts.peak(), Collections.unmodifiableSortedMap(interfaces));
    }

    /** Closes all ports and connections; running handlers get a few seconds to end. */
    @Override
    public void close() {
        channels.close().awaitUninterruptibly();
        parts.pool().close();
        loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
