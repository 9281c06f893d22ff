package dev.tallystick.node.http;

import dev.tallystick.ledger.Bytes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a refused request is told before its connection is closed (spec 02, 2.3 and 2.5). */
final class FaultAnswers {
    private final HttpLimits limits;

    FaultAnswers(HttpLimits limits) {
        this.limits = limits;
    }

    /** The answer to {@code fault}; {@code chunk} is echoed for bytes that are not HTTP. */
    HttpResponse answer(RequestFault fault, Bytes chunk) {
        HttpResponse response =
                switch (fault) {
                    case RequestFault.Malformed malformed -> unparsable(malformed.reason(), chunk);
                    case RequestFault.HeaderNameTooLarge tooLarge ->
                            headerTooLarge(
                                    "Header key for '%s' is too large (max size allowed: %s)"
                                            .formatted(tooLarge.name(), limits.headerMax()));
                    case RequestFault.HeaderValueTooLarge tooLarge ->
                            headerTooLarge(
                                    "Header value for '%s' is too large (max size allowed: %s)"
                                            .formatted(tooLarge.name(), limits.headerMax()));
                    case RequestFault.TooManyHeaders tooMany ->
                            headerTooLarge(
                                    "Too many headers (max number allowed: %d)"
                                            .formatted(limits.headersMax()));
                    case RequestFault.BodyTooLarge tooLarge ->
                            HttpResponse.error(
                                    413,
                                    "RequestBodyTooLarge",
                                    "HTTP request body is too large (max size allowed: %s)"
                                            .formatted(limits.bodyMax()));
                };
        return response.closing();
    }

    private static HttpResponse headerTooLarge(String message) {
        return HttpResponse.error(431, "RequestHeaderTooLarge", message);
    }

    private static HttpResponse unparsable(String reason, Bytes chunk) {
        String words =
                "Unable to parse data as a HTTP request. Error message is: "
                        + reason
                        + "\nError occurred while parsing fragment:\n";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(words.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(chunk.toArray());
        return HttpResponse.of(400, "text/plain", Bytes.wrap(body.toByteArray()));
    }
}
