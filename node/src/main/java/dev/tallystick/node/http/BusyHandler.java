package dev.tallystick.node.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a connection over the soft cap that the service is busy, without waiting for a request, and
 * closes it (spec 02, 2.6; design decision D8: the answer really arrives).
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes reach exceptionCaught
final class BusyHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(BusyHandler.class);
    private static final HttpResponse BUSY =
            HttpResponse.error(
                    503,
                    "SessionCapExhausted",
                    "Service is currently busy and unable to serve new connections");

    private final boolean waitsForHandshake;

    BusyHandler(boolean waitsForHandshake) {
        this.waitsForHandshake = waitsForHandshake;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!waitsForHandshake) {
            refuse(ctx);
        }
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                refuse(ctx);
            } else {
                ctx.close();
            }
        }
    }

    private static void refuse(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(ResponseEncoder.encode(BUSY, false, ctx.alloc()));
        LingeringClose.begin(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("Connection over the soft cap failed: {}", cause.toString());
        ctx.close();
    }
}
