package dev.tallystick.node.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * The TLS rules of spec 02, 2.1: versions 1.2 and 1.3, AES-GCM only, P-521, P-384, P-256, client
 * certificate asked for and never judged, no resumption (BoringSSL).
 *
 * <p>BoringSSL does the work where its library loads, else the JDK. BoringSSL cannot switch off
 * single suites of TLS 1.3, so {@link #isAllowed} must be asked after the handshake; and it takes
 * no client certificates on P-521, whose owners appear as callers without one.
 */
final class TlsContexts {
    private static final List<String> SUITES =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    private static final Set<String> SUITES_ALLOWED = Set.copyOf(SUITES);
    private static final String[] GROUPS_OPENSSL = {"P-521", "P-384", "P-256"};
    private static final String[] GROUPS_JDK = {"secp521r1", "secp384r1", "secp256r1"};

    static {
        // The only switch for session tickets of either engine, read once by each: resumption must
        // not carry a caller's identity over to another connection.
        System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
    }

    private final SslProvider provider;

    /** Chooses the provider. */
    TlsContexts() {
        this(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
    }

    TlsContexts(SslProvider provider) {
        this.provider = provider;
    }

    /**
     * A context that presents {@code credential}.
     *
     * @throws IllegalArgumentException if certificate or key cannot be used
     */
    SslContext create(TlsCredential credential) {
        SslContextBuilder builder =
                SslContextBuilder.forServer(
                                utf8(credential.certificatePem()), utf8(credential.privateKeyPem()))
                        .sslProvider(provider)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .ciphers(SUITES)
                        .clientAuth(ClientAuth.OPTIONAL)
                        .trustManager(new AnyClientCertificate())
                        .applicationProtocolConfig(
                                new ApplicationProtocolConfig(
                                        Protocol.ALPN,
                                        SelectorFailureBehavior.NO_ADVERTISE,
                                        SelectedListenerFailureBehavior.ACCEPT,
                                        "http/1.1"));
        if (provider == SslProvider.OPENSSL) {
            builder.option(OpenSslContextOption.GROUPS, GROUPS_OPENSSL);
        }
        try {
            SslContext context = builder.build();
            if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
                sessions.setSessionCacheEnabled(false);
            }
            return context;
        } catch (SSLException e) {
            throw new IllegalArgumentException("cannot use this TLS credential", e);
        }
    }

    /** A handler for one connection. */
    SslHandler handler(SslContext context, ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        if (provider == SslProvider.JDK) {
            SSLEngine engine = handler.engine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setNamedGroups(GROUPS_JDK);
            parameters.setUseCipherSuitesOrder(true);
            engine.setSSLParameters(parameters);
        }
        return handler;
    }

    /** Whether {@code suite}, by its Java name, is one a service may speak. */
    static boolean isAllowed(String suite) {
        return SUITES_ALLOWED.contains(suite);
    }

    private static InputStream utf8(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
