package dev.tallystick.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import javax.net.ssl.SSLSocket;

/** Admission, session caps, idle timeout, ports (spec 02, 2.2, 2.6, 2.7). */
class SessionsTest {
    private static final String GET = "GET /x HTTP/1.1\r\n\r\n";
    private static final int SOFT = 3;
    private static final int HARD = 5;

    private static InterfaceOptions capped(Authority authority) {
        return new InterfaceOptions(
                "capped", "127.0.0.1", 0, authority, HttpLimits.DEFAULT, SOFT, HARD);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "still not: " + what);
            Thread.onSpinWait();
        }
    }

    @Test
    void upToTheSoftCapAllAreServedThenToldToGo() throws IOException {
        try (RunningServer server =
                        new RunningServer(
                                RunningServer.OPTIONS,
                                RunningServer::echo,
                                capped(Authority.UNSECURED));
                RawClient first = server.connect("capped");
                RawClient second = server.connect("capped");
                RawClient third = server.connect("capped")) {
            for (RawClient client : List.of(first, second, third)) {
                assertEquals(200, client.send(GET).read().status());
            }
            try (RawClient overSoft = server.connect("capped")) {
                RawClient.Answer answer = overSoft.read();

                assertEquals("HTTP/1.1 503 SERVICE_UNAVAILABLE", answer.statusLine());
                assertEquals(
                        "{\"error\":{\"code\":\"SessionCapExhausted\",\"message\":\"Service is"
                                + " currently busy and unable to serve new connections\"}}",
                        answer.body());
                assertTrue(overSoft.isAtEnd());
            }
            await("the busy session is gone", () -> server.metrics("capped").active() == SOFT);
            third.socket().close();
            await("a place is free", () -> server.metrics("capped").active() == SOFT - 1);
            try (RawClient again = server.connect("capped")) {
                assertEquals(200, again.send(GET).read().status());
            }
        }
    }

    @Test
    void atTheHardCapConnectionsAreClosedAtAccept() throws IOException {
        try (RunningServer server =
                new RunningServer(
                        RunningServer.OPTIONS, RunningServer::echo, capped(Authority.NODE))) {
            server.present(Authority.NODE, Credentials.node().tls());
            List<RawClient> silent =
                    List.of(
                            server.connect("capped"),
                            server.connect("capped"),
                            server.connect("capped"),
                            server.connect("capped"),
                            server.connect("capped"));
            await("all are counted", () -> server.metrics("capped").active() == HARD);
            try (RawClient overHard = server.connect("capped")) {
                assertClosed(overHard);
            }
            assertEquals(HARD, server.metrics("capped").active());
            assertEquals(HARD, server.metrics("capped").peak());
            for (RawClient client : silent) {
                client.close();
            }
        }
    }

    @Test
    void overTlsTheBusyAnswerArrivesEvenIfTheClientHasSentItsRequest() throws IOException {
        InterfaceOptions none =
                new InterfaceOptions(
                        "capped", "127.0.0.1", 0, Authority.NODE, HttpLimits.DEFAULT, 0, 5);
        try (RunningServer server =
                new RunningServer(RunningServer.OPTIONS, RunningServer::echo, none)) {
            server.present(Authority.NODE, Credentials.node().tls());
            SSLSocket socket = new TlsClient().connect(server.address("capped").getPort());
            try (RawClient client = new RawClient(socket)) {
                RawClient.Answer answer = client.send(GET.repeat(100)).read();

                assertEquals(503, answer.status());
                assertTrue(client.isAtEnd());
            }
        }
    }

    @Test
    void anInterfaceWithoutACertificateClosesAtAcceptUntilThereIsOne() throws IOException {
        InterfaceOptions service =
                InterfaceOptions.of("service", "127.0.0.1", 0, Authority.SERVICE);
        try (RunningServer server =
                new RunningServer(RunningServer.OPTIONS, RunningServer::echo, service)) {
            try (RawClient early = server.connect("service")) {
                assertClosed(early);
            }
            server.present(Authority.SERVICE, Credentials.node().tls());
            SSLSocket socket = new TlsClient().connect(server.address("service").getPort());
            try (RawClient client = new RawClient(socket)) {
                assertEquals(200, client.send(GET).read().status());
            }
        }
    }

    @Test
    void aBoundServerClosesConnectionsUntilItServes() throws IOException {
        try (HttpServer server =
                HttpServer.bind(
                        RunningServer.OPTIONS,
                        List.of(RunningServer.plainInterface()),
                        authority -> Optional.empty())) {
            int port = server.addresses().firstEntry().getValue().getPort();
            try (RawClient early =
                    new RawClient(new Socket(InetAddress.getLoopbackAddress(), port))) {
                assertClosed(early);
            }
            server.serve(RunningServer::echo);
            try (RawClient client =
                    new RawClient(new Socket(InetAddress.getLoopbackAddress(), port))) {
                assertEquals(200, client.send(GET).read().status());
            }
        }
    }

    @Test
    void anIdleConnectionIsClosedWithoutAnAnswerAndABusyOneIsNot() throws IOException {
        HttpServerOptions impatient = new HttpServerOptions(1, 2, 8, Duration.ofMillis(600));
        try (RunningServer server =
                        new RunningServer(
                                impatient, RunningServer::echo, RunningServer.plainInterface());
                RawClient idle = server.connect();
                RawClient busy = server.connect()) {
            assertEquals(200, idle.send(GET).read().status());
            long since = System.nanoTime();
            while (server.metrics("plain").active() == 2) {
                assertEquals(200, busy.send(GET).read().status());
            }
            long millis = (System.nanoTime() - since) / 1_000_000;

            assertTrue(idle.isAtEnd());
            assertEquals(200, busy.send(GET).read().status());
            assertTrue(millis >= 500 && millis < 5000, "closed after " + millis + " ms");
        }
    }

    @Test
    void anOccupiedPortIsNamedWithItsInterface() throws IOException {
        try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = occupied.getLocalPort();
            InterfaceOptions options =
                    InterfaceOptions.of("main", "127.0.0.1", port, Authority.NODE);

            InterfaceBindException e =
                    assertThrows(
                            InterfaceBindException.class,
                            () ->
                                    HttpServer.bind(
                                            RunningServer.OPTIONS,
                                            List.of(RunningServer.plainInterface(), options),
                                            authority -> Optional.empty()));

            String message = String.valueOf(e.getMessage());
            assertTrue(
                    message.startsWith(
                            "Cannot listen on 127.0.0.1:" + port + " for interface 'main': "),
                    message);
            assertTrue(message.contains("Address already in use"), message);
        }
    }

    private static void assertClosed(RawClient client) throws IOException {
        try {
            assertTrue(client.isAtEnd());
        } catch (SocketException reset) {
            assertTrue(String.valueOf(reset.getMessage()).contains("reset"));
        } catch (EOFException ended) {
            // as good
        }
    }
}
