package dev.tallystick.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * However a stream of requests is cut into chunks, the same comes out of the decoder: for good
 * requests, and for ones with a random byte changed. Replay: the seed is the name of the failing
 * case.
 */
class RequestDecoderPropertyTest {
    private static final int REQUESTS_MAX = 4;

    static LongStream seeds() {
        return LongStream.range(0, 2000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theChunksDoNotMatter(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = requests(random);
        if (random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }

        assertEquals(decode(bytes, null), decode(bytes, random), "seed " + seed);
    }

    /** All whole requests and the refusal that come out, in one text; uncut, or cut at random. */
    private static String decode(byte[] bytes, @Nullable SplittableRandom cuts) {
        Seen seen = new Seen();
        EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder(HttpLimits.DEFAULT));
        int from = 0;
        while (from < bytes.length) {
            int to = cuts == null ? bytes.length : cuts.nextInt(from + 1, bytes.length + 1);
            ByteBuf chunk = Unpooled.copiedBuffer(Arrays.copyOfRange(bytes, from, to));
            channel.writeInbound(chunk);
            for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
                seen.add(out);
                ReferenceCountUtil.release(out);
            }
            from = to;
        }
        channel.finishAndReleaseAll();
        return seen.whole.toString();
    }

    /** Puts requests together; one that is refused half-way leaves only the refusal. */
    private static final class Seen {
        private final StringBuilder whole = new StringBuilder();
        private final StringBuilder request = new StringBuilder();

        void add(Object out) {
            if (out instanceof RequestDecoder.Refused refused) {
                boolean isMalformed = refused.fault() instanceof RequestFault.Malformed;
                whole.append("\nrefused ").append(isMalformed ? "malformed" : refused.fault());
            }
            if (out instanceof HttpRequest head) {
                request.setLength(0);
                request.append('\n').append(head.method()).append(' ').append(head.uri());
                request.append(' ').append(Headers.of(head.headers())).append(' ');
            }
            if (out instanceof HttpContent content) {
                request.append(content.content().toString(StandardCharsets.ISO_8859_1));
            }
            if (out instanceof LastHttpContent) {
                whole.append(request);
            }
        }
    }

    private static byte[] requests(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(1, REQUESTS_MAX + 1);
        for (int i = 0; i < count; i++) {
            text.append(random.nextBoolean() ? "GET /" : "POST /app/x?a=");
            text.append("y".repeat(random.nextInt(20))).append(" HTTP/1.1\r\n");
            for (int h = random.nextInt(4); h > 0; h--) {
                text.append("Header-").append(h).append(": ");
                text.append("v".repeat(random.nextInt(10))).append("\r\n");
            }
            appendBody(text, random);
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void appendBody(StringBuilder text, SplittableRandom random) {
        int length = random.nextInt(30);
        switch (random.nextInt(3)) {
            case 0 -> text.append("\r\n");
            case 1 -> {
                text.append("Content-Length: ").append(length).append("\r\n\r\n");
                text.append("b".repeat(length));
            }
            default -> {
                text.append("Transfer-Encoding: chunked\r\n\r\n");
                if (length > 0) {
                    text.append(Integer.toHexString(length)).append("\r\n");
                    text.append("c".repeat(length)).append("\r\n");
                }
                text.append("0\r\n\r\n");
            }
        }
    }
}
