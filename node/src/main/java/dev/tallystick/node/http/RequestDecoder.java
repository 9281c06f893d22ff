package dev.tallystick.node.http;

import dev.tallystick.ledger.Bytes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Netty's request decoder behind a {@link HeadScanner}: the scanner judges each head while it
 * arrives, the decoder frames the body. What comes out are Netty's HTTP objects, or one {@link
 * Refused}, after which all further bytes are thrown away.
 *
 * <p>Confined to the connection's event loop.
 */
final class RequestDecoder extends HttpRequestDecoder {
    /**
     * The last thing a connection decodes.
     *
     * @param fault what is wrong
     * @param chunk the bytes in which it showed, as they came from the socket or out of TLS
     */
    record Refused(RequestFault fault, Bytes chunk) {}

    private final HeadScanner scanner;

    /** Bytes from the buffer's reader index on that the scanner has seen and Netty has not. */
    private int scannedAhead;

    /** Whether the next byte belongs to a request line or a header. */
    private boolean isReadingHead = true;

    /** Whether everything further is thrown away. */
    private boolean isStopped;

    /** Whether the request just read asked to close the connection. */
    private boolean isLastRequest;

    /** The chunk being parsed, only during {@link #channelRead}. */
    private @Nullable ByteBuf chunk;

    RequestDecoder(HttpLimits limits) {
        super(config(limits));
        scanner = new HeadScanner(limits);
    }

    private static HttpDecoderConfig config(HttpLimits limits) {
        // The scanner enforces the real limits; these only have to be no smaller.
        long headBytesMax = (limits.headersMax() + 1L) * 2 * (limits.headerMax().bytes() + 4);
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(HttpLimits.REQUEST_LINE_MAX_BYTES + 64)
                .setMaxHeaderSize((int) Math.min(headBytesMax, Integer.MAX_VALUE))
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true);
    }

    /** Throws all further bytes away. */
    void stop() {
        isStopped = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        if (!(msg instanceof ByteBuf bytes)) {
            super.channelRead(ctx, msg);
            return;
        }
        ByteBuf held = bytes.retainedDuplicate();
        chunk = held;
        try {
            super.channelRead(ctx, msg);
        } finally {
            chunk = null;
            held.release();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out)
            throws Exception {
        if (isStopped) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (isReadingHead && !isHeadSound(buffer, out)) {
            return;
        }
        int readableBefore = buffer.readableBytes();
        super.decode(ctx, buffer, out);
        scannedAhead = Math.max(0, scannedAhead - (readableBefore - buffer.readableBytes()));
        for (Object decoded : List.copyOf(out)) {
            follow((HttpObject) decoded, buffer, out);
        }
    }

    /** Scans what is new; on a fault refuses the request and answers false. */
    private boolean isHeadSound(ByteBuf buffer, List<Object> out) {
        if (isLastRequest) {
            skipLineEnds(buffer);
            if (!buffer.isReadable()) {
                return false;
            }
            refuse(new RequestFault.Malformed("Data after `Connection: close`"), buffer, out);
            return false;
        }
        if (!scanner.isDone()) {
            scannedAhead += scanner.scan(buffer, buffer.readerIndex() + scannedAhead);
        }
        RequestFault fault = scanner.fault();
        if (fault != null) {
            refuse(fault, buffer, out);
            return false;
        }
        return true;
    }

    private static void skipLineEnds(ByteBuf buffer) {
        while (buffer.isReadable()) {
            byte next = buffer.getByte(buffer.readerIndex());
            if (next != '\r' && next != '\n') {
                return;
            }
            buffer.skipBytes(1);
        }
    }

    /** Keeps track of where in the request Netty is, and of what it found wrong. */
    private void follow(HttpObject decoded, ByteBuf buffer, List<Object> out) {
        DecoderResult result = decoded.decoderResult();
        if (result.isFailure()) {
            out.clear();
            String reason = String.valueOf(result.cause().getMessage());
            refuse(new RequestFault.Malformed(reason), buffer, out);
            return;
        }
        if (decoded instanceof HttpMessage message) {
            if (!isFramingSound(message)) {
                out.clear();
                refuse(new RequestFault.Malformed("Invalid transfer encoding"), buffer, out);
                return;
            }
            isReadingHead = false;
            isLastRequest = !HttpUtil.isKeepAlive(message);
        }
        if (decoded instanceof LastHttpContent) {
            isReadingHead = true;
            scannedAhead = 0;
            scanner.reset();
        }
    }

    /**
     * A transfer encoding must be exactly one "chunked": anything else frames the body two ways.
     */
    private static boolean isFramingSound(HttpMessage message) {
        List<String> encodings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return encodings.isEmpty()
                || (encodings.size() == 1
                        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encodings.getFirst()));
    }

    /** Both a length and a transfer encoding: refused, not repaired (request smuggling). */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException(
                "Content-Length can't be present with Transfer-Encoding");
    }

    private void refuse(RequestFault fault, ByteBuf buffer, List<Object> out) {
        ByteBuf current = chunk;
        out.add(
                new Refused(
                        fault,
                        current == null ? Bytes.EMPTY : Bytes.wrap(ByteBufUtil.getBytes(current))));
        isStopped = true;
        buffer.skipBytes(buffer.readableBytes());
    }
}
