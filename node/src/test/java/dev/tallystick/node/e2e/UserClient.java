package dev.tallystick.node.e2e;

import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.Pem;
import dev.tallystick.node.sandbox.SandboxSummary;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A user with a certificate, who trusts nothing but the service certificate. */
final class UserClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final char[] NO_PASSWORD = new char[0];

    private final URI base;
    private final HttpClient http;

    UserClient(SandboxSummary service) throws IOException, GeneralSecurityException {
        SandboxSummary.KeyFiles user = service.users().getFirst();
        base = URI.create(service.url());
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(TIMEOUT)
                        .sslContext(context(service.serviceCertificate(), user))
                        .build();
    }

    private static SSLContext context(Path serviceCertificate, SandboxSummary.KeyFiles user)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", certificate(serviceCertificate).toX509());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);

        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "user",
                privateKey(user.privateKey()),
                NO_PASSWORD,
                new java.security.cert.Certificate[] {certificate(user.certificate()).toX509()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, NO_PASSWORD);

        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate(Path file) throws IOException {
        return Certificate.fromPem(Files.readString(file));
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String pkcs8 =
                dev.tallystick.ledger.crypto.EcKeyPair.fromPem(Files.readString(file))
                        .privateKeyPem();
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Pem.decodeFirst(pkcs8, Pem.PRIVATE_KEY)));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    /** The transaction id that an answer carries. */
    static String transactionId(HttpResponse<?> response) {
        return response.headers().firstValue("x-ms-ccf-transaction-id").orElseThrow();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
