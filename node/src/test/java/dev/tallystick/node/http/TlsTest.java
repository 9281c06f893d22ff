package dev.tallystick.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.Curve;

import io.netty.handler.ssl.SslProvider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The TLS rules (spec 02, 2.1), with both engines. */
@ParameterizedClass
@EnumSource(
        value = SslProvider.class,
        names = {"OPENSSL", "JDK"})
class TlsTest {
    private static final Credentials.Identity NODE = Credentials.node();

    @Parameter SslProvider provider = SslProvider.OPENSSL;

    private RunningServer server;

    @BeforeEach
    void start() {
        server =
                new RunningServer(
                        RunningServer.OPTIONS,
                        new TlsContexts(provider),
                        TlsTest::tellCaller,
                        InterfaceOptions.of("secured", "127.0.0.1", 0, Authority.NODE));
        server.present(Authority.NODE, NODE.tls());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void tellCaller(HttpRequest request, ResponseWriter writer) {
        Bytes certificate = request.session().callerCertificate();
        writer.send(HttpResponse.text(200, certificate == null ? "nobody" : certificate.hex()));
    }

    private SSLSocket connect(Consumer<SSLParameters> configure) throws IOException {
        return new TlsClient().connect(port(), configure);
    }

    private int port() {
        return server.address("secured").getPort();
    }

    private static String ask(SSLSocket socket) throws IOException {
        try (RawClient client = new RawClient(socket)) {
            return client.send("GET / HTTP/1.1\r\n\r\n").read().body();
        }
    }

    @Test
    void tls13AndTls12AreSpoken() throws IOException {
        for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
            SSLSocket socket = connect(p -> p.setProtocols(new String[] {version}));

            assertEquals(version, socket.getSession().getProtocol());
            assertEquals("nobody", ask(socket));
        }
    }

    @Test
    void tls11IsRefusedWithAnAlert() {
        String before = java.security.Security.getProperty("jdk.tls.disabledAlgorithms");
        java.security.Security.setProperty("jdk.tls.disabledAlgorithms", "");
        try {
            assertThrows(
                    SSLException.class,
                    () -> connect(p -> p.setProtocols(new String[] {"TLSv1.1"})));
        } finally {
            java.security.Security.setProperty("jdk.tls.disabledAlgorithms", before);
        }
    }

    @Test
    void theServerPrefersAes256() throws IOException {
        SSLSocket socket =
                connect(
                        p -> {
                            p.setProtocols(new String[] {"TLSv1.2"});
                            p.setCipherSuites(
                                    new String[] {
                                        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                                        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
                                    });
                        });

        assertEquals(
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", socket.getSession().getCipherSuite());
        assertEquals("nobody", ask(socket));
    }

    @Test
    void chaChaIsNotServed() {
        assertThrows(
                IOException.class,
                () ->
                        ask(
                                connect(
                                        p ->
                                                p.setCipherSuites(
                                                        new String[] {
                                                            "TLS_CHACHA20_POLY1305_SHA256"
                                                        }))));
    }

    @Test
    void theThreeGroupsAreSpokenAndNoOthers() throws IOException {
        for (String group : new String[] {"secp521r1", "secp384r1", "secp256r1"}) {
            assertEquals("nobody", ask(connect(p -> p.setNamedGroups(new String[] {group}))));
        }
        assertThrows(
                SSLException.class, () -> connect(p -> p.setNamedGroups(new String[] {"x25519"})));
    }

    @Test
    void alpnSelectsHttp11AndDoesWithout() throws IOException {
        SSLSocket offered =
                connect(p -> p.setApplicationProtocols(new String[] {"h2", "http/1.1"}));
        assertEquals("http/1.1", offered.getApplicationProtocol());
        assertEquals("nobody", ask(offered));

        SSLSocket noOverlap = connect(p -> p.setApplicationProtocols(new String[] {"h2"}));
        assertEquals("", noOverlap.getApplicationProtocol());
        assertEquals("nobody", ask(noOverlap));
    }

    @Test
    void anyClientCertificatePassesAndItsExactDerIsKept() throws IOException {
        Instant longAgo = Instant.now().minus(1000, ChronoUnit.DAYS);
        for (Credentials.Identity identity :
                new Credentials.Identity[] {
                    Credentials.client(Curve.P384),
                    Credentials.client(Curve.P256),
                    Credentials.client(Curve.P384, longAgo)
                }) {
            for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
                SSLSocket socket =
                        new TlsClient(identity)
                                .connect(port(), p -> p.setProtocols(new String[] {version}));

                assertEquals(Bytes.wrap(identity.certificate().der()).hex(), ask(socket));
            }
        }
    }

    @Test
    void theLeafAloneIsPresented() throws Exception {
        try (SSLSocket socket = connect(p -> {})) {
            java.security.cert.Certificate[] chain = socket.getSession().getPeerCertificates();

            assertEquals(1, chain.length);
            assertEquals(NODE.certificate(), Certificate.fromDer(chain[0].getEncoded()));
        }
    }

    @Test
    void aSecondConnectionDoesNotInheritTheCallerOfTheFirst() throws IOException {
        TlsClient client = new TlsClient(Credentials.client(Curve.P384));
        String first = ask(client.connect(port()));
        assertEquals(first, ask(client.connect(port())));
        assertEquals("nobody", ask(connect(p -> {})));
    }

    @Test
    void sessionsAreNotResumed() throws IOException {
        assumeTrue(provider == SslProvider.OPENSSL, "the JDK keeps sessions whatever we ask");
        TlsClient client = new TlsClient(Credentials.client(Curve.P384));
        for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
            Consumer<SSLParameters> only = p -> p.setProtocols(new String[] {version});
            SSLSocket first = client.connect(port(), only);
            ask(first);
            SSLSocket second = client.connect(port(), only);
            ask(second);

            assertNotEquals(
                    first.getSession().getCreationTime(),
                    second.getSession().getCreationTime(),
                    version);
        }
    }

    @Test
    void newConnectionsSeeARenewedCertificateAndRunningOnesGoOn() throws Exception {
        try (RawClient running = new RawClient(connect(p -> {}))) {
            Credentials.Identity renewed = Credentials.node();
            server.present(Authority.NODE, renewed.tls());

            try (SSLSocket socket = connect(p -> {})) {
                assertEquals(
                        renewed.certificate(),
                        Certificate.fromDer(
                                socket.getSession().getPeerCertificates()[0].getEncoded()));
            }
            assertEquals("nobody", running.send("GET / HTTP/1.1\r\n\r\n").read().body());
        }
    }

    @Test
    void plainTextOnASecuredInterfaceIsClosedAndOthersAreServed() throws IOException {
        try (RawClient plain = server.connect("secured")) {
            plain.send("GET / HTTP/1.1\r\n\r\n");
            assertThrows(EOFException.class, plain::read);
        }
        assertEquals("nobody", ask(connect(p -> {})));
    }

    @Test
    void aTlsParseErrorEchoesTheDecryptedBytesAndEndsWithCloseNotify() throws IOException {
        try (RawClient client = new RawClient(connect(p -> {}))) {
            RawClient.Answer answer = client.send("\u0001").read();

            assertEquals(400, answer.status());
            assertEquals("\u0001", answer.body().substring(answer.body().length() - 1));
            assertEquals(true, client.isAtEnd(), "without close_notify the JDK would throw");
        }
    }
}
