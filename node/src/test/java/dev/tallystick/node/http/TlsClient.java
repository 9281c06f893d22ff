package dev.tallystick.node.http;

import dev.tallystick.ledger.crypto.Certificate;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.function.Consumer;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Opens TLS connections with the JDK, whatever the server's certificate. */
public final class TlsClient {
    private static final char[] PASSWORD = "test".toCharArray();

    private final SSLContext context;

    /** Without a client certificate. */
    public TlsClient() {
        this(null);
    }

    /** With a client certificate. */
    public TlsClient(Credentials.@Nullable Identity identity) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(
                    identity == null ? null : keyManagers(identity),
                    new TrustManager[] {new AnyServer()},
                    null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keyManagers(Credentials.Identity identity)
            throws GeneralSecurityException, IOException {
        String base64 = identity.key().privateKeyPem().replaceAll("-----[^-]*-----|\\s", "");
        PrivateKey key =
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate certificate = identity.certificate();
        store.setKeyEntry("client", key, PASSWORD, new X509Certificate[] {certificate.toX509()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }

    /** For clients other than this one. */
    public SSLContext context() {
        return context;
    }

    SSLSocket connect(int port) throws IOException {
        return connect(port, parameters -> {});
    }

    /** Connects and completes the handshake. */
    SSLSocket connect(int port, Consumer<SSLParameters> configure) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        try {
            socket.setSoTimeout(10_000);
            SSLParameters parameters = socket.getSSLParameters();
            configure.accept(parameters);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static final class AnyServer extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
