package dev.tallystick.js;

import dev.tallystick.js.ccf.ScriptText;

import org.graalvm.polyglot.Value;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what the prelude made of a handler's result: problem, status, kind of body, body, headers
 * (spec 04, 6.1).
 */
final class ResponseReader {
    private static final String CONTENT_TYPE = "content-type";

    private ResponseReader() {}

    /**
     * A response that is still to be completed by what the script said to {@code ccf.rpc}.
     *
     * @param problem why the result is none, null if it is one
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    record Draft(
            @org.jspecify.annotations.Nullable String problem,
            int status,
            SortedMap<String, String> headers,
            byte[] body) {}

    static Draft read(Value answer) {
        SortedMap<String, String> headers = new TreeMap<>();
        byte[] body = new byte[0];
        Value content = answer.getArrayElement(3);
        switch (answer.getArrayElement(2).asString()) {
            case "text" -> {
                headers.put(CONTENT_TYPE, "text/plain");
                body = ScriptText.encode(content.asString());
            }
            case "json" -> {
                headers.put(CONTENT_TYPE, "application/json");
                body = ScriptText.encode(content.asString());
            }
            case "buffer" -> {
                headers.put(CONTENT_TYPE, "application/octet-stream");
                body = bytes(content, 0, content.getBufferSize());
            }
            case "view" -> {
                headers.put(CONTENT_TYPE, "application/octet-stream");
                body =
                        bytes(
                                content.getArrayElement(0),
                                content.getArrayElement(1).asLong(),
                                content.getArrayElement(2).asLong());
            }
            default -> {} // no body
        }
        Value flat = answer.getArrayElement(4);
        for (long i = 0; i + 1 < flat.getArraySize(); i += 2) {
            String name = flat.getArrayElement(i).asString().toLowerCase(Locale.ROOT);
            headers.put(name, flat.getArrayElement(i + 1).asString());
        }
        Value problem = answer.getArrayElement(0);
        return new Draft(
                problem.isNull() ? null : problem.asString(),
                answer.getArrayElement(1).asInt(),
                headers,
                body);
    }

    private static byte[] bytes(Value buffer, long offset, long size) {
        byte[] copy = new byte[Math.toIntExact(size)];
        if (copy.length > 0) {
            buffer.readBuffer(offset, copy, 0, copy.length);
        }
        return copy;
    }
}
