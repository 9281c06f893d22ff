package dev.tallystick.node.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;

import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that its last answer arrives: end our side (close_notify, then FIN), go on
 * throwing away what the client still sends, and close when it has closed too or after {@link
 * HttpServerOptions#LINGER}. Closing at once would send a reset whenever unread bytes are left, and
 * the reset may overtake the answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes reach exceptionCaught
final class LingeringClose {
    private LingeringClose() {}

    /** Begins to close; everything to be sent must have been written before. */
    static void begin(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        channel.eventLoop()
                .schedule(
                        () -> channel.close(),
                        HttpServerOptions.LINGER.toMillis(),
                        TimeUnit.MILLISECONDS);
        channel.config().setAutoRead(true);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        Future<Void> lastBytes =
                tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        lastBytes.addListener(sent -> endOutput(channel));
    }

    private static void endOutput(Channel channel) {
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            duplex.shutdownOutput();
        } else {
            channel.close();
        }
    }
}
