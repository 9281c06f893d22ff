package dev.tallystick.node.http;

import dev.tallystick.ledger.Bytes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes answers in the one shape CCF's clients know: status line with the underscored name,
 * lower-case sorted headers, exactly one {@code content-length}, nothing else (spec 02, 2.3).
 *
 * <p>Netty's own encoder drops {@code content-length} from 204 answers, so it cannot be used here.
 */
final class ResponseEncoder {
    private static final String CONTENT_LENGTH = "content-length";

    private ResponseEncoder() {}

    /**
     * The bytes of {@code response}.
     *
     * @param headRequest whether the request was HEAD: no body then, and a {@code content-length}
     *     only the handler may have set
     */
    static ByteBuf encode(HttpResponse response, boolean headRequest, ByteBufAllocator allocator) {
        HttpResponse sendable = sendable(response);
        Bytes body = headRequest ? Bytes.EMPTY : sendable.body();
        String length =
                headRequest
                        ? sendable.headers().getOrDefault(CONTENT_LENGTH, "0")
                        : Integer.toString(body.length());
        SortedMap<String, String> headers = new TreeMap<>(sendable.headers());
        headers.put(CONTENT_LENGTH, length);

        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(sendable.status()).append(' ');
        head.append(StatusNames.of(sendable.status())).append("\r\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        head.append("\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuf bytes = allocator.buffer(headBytes.length + body.length());
        return bytes.writeBytes(headBytes).writeBytes(body.buffer());
    }

    /** {@code response}, or a 500 that tells what is wrong with it. */
    private static HttpResponse sendable(HttpResponse response) {
        if (StatusNames.of(response.status()) == null) {
            return refused(response, "Response status " + response.status() + " has no name.");
        }
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            if (!isName(header.getKey()) || !isValue(header.getValue())) {
                return refused(response, "Response contains an invalid header.");
            }
        }
        return response;
    }

    private static HttpResponse refused(HttpResponse response, String why) {
        HttpResponse answer = HttpResponse.error(500, "InternalError", why);
        return response.closesSession() ? answer.closing() : answer;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!HeadScanner.isTokenCharacter(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** No control characters: a line break would let a handler's data write further headers. */
    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
