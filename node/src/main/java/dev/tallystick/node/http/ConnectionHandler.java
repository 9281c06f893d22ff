package dev.tallystick.node.http;

import dev.tallystick.ledger.Bytes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayDeque;
import java.util.Deque;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * One connection: puts requests together, has them answered one after the other in the order they
 * came, and closes.
 *
 * <p>Confined to the connection's event loop, except where answers come back from execution
 * threads, which only post to the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes reach exceptionCaught
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final HttpResponse OVERLOADED =
            HttpResponse.error(
                            503,
                            "TooManyPendingTransactions",
                            "Too many requests are waiting to be executed. Retry later.")
                    .with("retry-after", "1");

    /** What waits for its turn. */
    private sealed interface Turn {
        /** A request, and whether the client wants the connection closed after its answer. */
        record Answer(HttpRequest request, boolean closes) implements Turn {}

        /** A refusal: the last thing to be sent. */
        record Refusal(HttpResponse response) implements Turn {}
    }

    private final Listener listener;
    private final ServerParts parts;
    private final RequestHandler handler;
    private final RequestDecoder decoder;
    private final Deque<Turn> turns = new ArrayDeque<>();

    /** Set once the connection may carry requests: at once in clear, else after the handshake. */
    private @Nullable HttpSession session;

    /** The request being received, null between requests. */
    private io.netty.handler.codec.http.@Nullable HttpRequest head;

    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    /** Bytes of the bodies in {@link #turns}. */
    private long waitingBytes;

    /** Whether a request is with the handler. */
    private boolean isAnswering;

    /** Whether nothing further is read or answered. */
    private boolean isClosing;

    ConnectionHandler(
            Listener listener, ServerParts parts, RequestHandler handler, RequestDecoder decoder) {
        this.listener = listener;
        this.parts = parts;
        this.handler = handler;
        this.decoder = decoder;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (listener.options().authority() == Authority.UNSECURED) {
            session = new HttpSession(parts.nextSessionId(), listener.options(), null);
        }
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            SSLSession agreed = tls.engine().getSession();
            if (!handshake.isSuccess() || !TlsContexts.isAllowed(agreed.getCipherSuite())) {
                ctx.close();
                return;
            }
            session =
                    new HttpSession(
                            parts.nextSessionId(), listener.options(), callerCertificate(agreed));
        }
        ctx.fireUserEventTriggered(event);
    }

    private static @Nullable Bytes callerCertificate(SSLSession agreed) {
        try {
            return Bytes.wrap(agreed.getPeerCertificates()[0].getEncoded());
        } catch (SSLPeerUnverifiedException none) {
            return null;
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("the certificate was received but cannot be kept", e);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (isClosing) {
                return;
            }
            if (message instanceof RequestDecoder.Refused refused) {
                refuse(refused.fault(), refused.chunk());
            }
            if (message instanceof io.netty.handler.codec.http.HttpRequest newHead) {
                head = newHead;
            }
            if (message instanceof HttpContent content) {
                receive(content);
            }
            advance(ctx);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void receive(HttpContent content) {
        io.netty.handler.codec.http.HttpRequest receiving = head;
        HttpSession opened = session;
        if (receiving == null || opened == null) {
            return;
        }
        ByteBuf bytes = content.content();
        if ((long) body.size() + bytes.readableBytes()
                > listener.options().limits().bodyMax().bytes()) {
            decoder.stop();
            head = null;
            refuse(new RequestFault.BodyTooLarge(), Bytes.EMPTY);
            return;
        }
        if (bytes.isReadable()) {
            body.writeBytes(ByteBufUtil.getBytes(bytes));
        }
        if (content instanceof LastHttpContent) {
            HttpRequest request =
                    new HttpRequest(
                            opened,
                            receiving.method().name(),
                            receiving.uri(),
                            Headers.of(receiving.headers()),
                            Bytes.wrap(body.toByteArray()));
            turns.add(new Turn.Answer(request, !HttpUtil.isKeepAlive(receiving)));
            waitingBytes += request.body().length();
            head = null;
            body = new ByteArrayOutputStream(0);
        }
    }

    private void refuse(RequestFault fault, Bytes chunk) {
        listener.errors().count(fault);
        FaultAnswers answers = new FaultAnswers(listener.options().limits());
        turns.add(new Turn.Refusal(answers.answer(fault, chunk)));
    }

    /** Takes the next turn if it is time for one, and reads on only while few turns wait. */
    private void advance(ChannelHandlerContext ctx) {
        while (!isAnswering && !isClosing && ctx.channel().isWritable()) {
            Turn turn = turns.poll();
            if (turn == null) {
                break;
            }
            switch (turn) {
                case Turn.Answer answer -> execute(ctx, answer);
                case Turn.Refusal refusal -> write(ctx, refusal.response(), false, true);
            }
        }
        if (!isClosing) {
            boolean isWindowOpen =
                    turns.size() < HttpServerOptions.PIPELINED_MAX
                            && waitingBytes <= listener.options().limits().bodyMax().bytes();
            ctx.channel().config().setAutoRead(isWindowOpen);
        }
    }

    private void execute(ChannelHandlerContext ctx, Turn.Answer turn) {
        isAnswering = true;
        waitingBytes -= turn.request().body().length();
        PostedAnswer writer = new PostedAnswer(response -> post(ctx, turn, response));
        boolean isAccepted =
                parts.pool()
                        .offer(
                                () -> {
                                    try {
                                        handler.handle(turn.request(), writer);
                                    } catch (Throwable t) { // or the client waits forever
                                        LOG.error("Request handler failed", t);
                                        writer.fail();
                                    }
                                });
        if (!isAccepted) {
            answered(ctx, turn, OVERLOADED);
        }
    }

    private void post(ChannelHandlerContext ctx, Turn.Answer turn, HttpResponse response) {
        ctx.executor()
                .execute(
                        () -> {
                            answered(ctx, turn, response);
                            advance(ctx);
                        });
    }

    private void answered(ChannelHandlerContext ctx, Turn.Answer turn, HttpResponse response) {
        isAnswering = false;
        boolean isRefusedNext = turns.peek() instanceof Turn.Refusal;
        boolean closes = response.closesSession() || (turn.closes() && !isRefusedNext);
        write(ctx, response, turn.request().method().equals("HEAD"), closes);
    }

    private void write(
            ChannelHandlerContext ctx, HttpResponse response, boolean headRequest, boolean closes) {
        ctx.writeAndFlush(
                ResponseEncoder.encode(response, headRequest, ctx.alloc()), ctx.voidPromise());
        if (closes) {
            isClosing = true;
            turns.clear();
            decoder.stop();
            LingeringClose.begin(ctx);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        advance(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        isClosing = true;
        turns.clear();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("Connection failed: {}", cause.toString());
        ctx.close();
    }
}
