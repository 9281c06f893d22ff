package dev.tallystick.node.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A server on free loopback ports, with certificates that a test can give and take. */
final class RunningServer implements AutoCloseable {
    static final HttpServerOptions OPTIONS =
            new HttpServerOptions(1, 4, 64, Duration.ofSeconds(60));

    private final Map<Authority, TlsCredential> credentials = new ConcurrentHashMap<>();
    private final HttpServer server;

    RunningServer(
            HttpServerOptions options, RequestHandler handler, InterfaceOptions... interfaces) {
        this(options, new TlsContexts(), handler, interfaces);
    }

    RunningServer(
            HttpServerOptions options,
            TlsContexts tls,
            RequestHandler handler,
            InterfaceOptions... interfaces) {
        server =
                HttpServer.bind(
                        options,
                        List.of(interfaces),
                        authority -> Optional.ofNullable(credentials.get(authority)),
                        tls);
        server.serve(handler);
    }

    /** One plain interface called "plain" that answers everything with {@code handler}. */
    static RunningServer plain(RequestHandler handler) {
        return new RunningServer(OPTIONS, handler, plainInterface());
    }

    static InterfaceOptions plainInterface() {
        return InterfaceOptions.of("plain", "127.0.0.1", 0, Authority.UNSECURED);
    }

    static InterfaceOptions plainInterface(HttpLimits limits) {
        return new InterfaceOptions("plain", "127.0.0.1", 0, Authority.UNSECURED, limits, 100, 110);
    }

    /** Answers 200 with method, target and body, one a line. */
    static void echo(HttpRequest request, ResponseWriter writer) {
        writer.send(
                HttpResponse.text(
                        200,
                        request.method() + " " + request.target() + "\n" + request.body().utf8()));
    }

    void present(Authority authority, TlsCredential credential) {
        credentials.put(authority, credential);
    }

    HttpServer server() {
        return server;
    }

    InetSocketAddress address(String name) {
        InetSocketAddress address = server.addresses().get(name);
        if (address == null) {
            throw new IllegalArgumentException("no interface " + name);
        }
        return address;
    }

    RawClient connect() throws IOException {
        return connect("plain");
    }

    RawClient connect(String name) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), address(name).getPort()));
    }

    SessionMetrics.PerInterface metrics(String name) {
        SessionMetrics.PerInterface metrics = server.metrics().interfaces().get(name);
        if (metrics == null) {
            throw new IllegalArgumentException("no interface " + name);
        }
        return metrics;
    }

    @Override
    public void close() {
        server.close();
    }
}
