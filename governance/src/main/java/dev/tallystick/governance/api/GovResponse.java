package dev.tallystick.governance.api;

import dev.tallystick.governance.effects.CommitEffect;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An answer.
 *
 * @param headers lower-case names, {@code content-type} included where there is one
 * @param appliesWrites whether the transaction is to be committed; otherwise it is dropped
 * @param hasTransactionId whether the answer carries the id of the transaction
 * @param effects what to do after the commit
 */
public record GovResponse(
        int status,
        SortedMap<String, String> headers,
        Bytes body,
        boolean appliesWrites,
        boolean hasTransactionId,
        Set<CommitEffect> effects) {
    private static final String CONTENT_TYPE = "content-type";

    /** Copies the set. */
    public GovResponse {
        effects = Set.copyOf(effects);
    }

    static GovResponse json(JsonNode body) {
        return json(200, body);
    }

    static GovResponse json(int status, JsonNode body) {
        return of(status, "application/json", Json.canonicalBytes(body));
    }

    static GovResponse javaScript(String source) {
        return of(200, "text/javascript", Bytes.utf8(source));
    }

    static GovResponse of(int status, @Nullable String contentType, Bytes body) {
        SortedMap<String, String> headers = new TreeMap<>();
        if (contentType != null) {
            headers.put(CONTENT_TYPE, contentType);
        }
        boolean isSuccess = status >= 200 && status < 300;
        return new GovResponse(status, headers, body, isSuccess, isSuccess, Set.of());
    }

    static GovResponse noContent() {
        return of(204, null, Bytes.EMPTY);
    }

    /** An error answer (spec 02, 4.1). */
    static GovResponse error(int status, String code, String message) {
        return json(status, errorBody(code, message));
    }

    /** {@code {"error": {"code", "message"}}}. */
    static JsonNode errorBody(String code, String message) {
        var body = Json.object();
        body.putObject("error").put("code", code).put("message", message);
        return body;
    }

    GovResponse withHeader(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new GovResponse(status, more, body, appliesWrites, hasTransactionId, effects);
    }

    GovResponse withEffects(Set<CommitEffect> more) {
        return new GovResponse(status, headers, body, appliesWrites, hasTransactionId, more);
    }

    GovResponse withoutTransactionId() {
        return new GovResponse(status, headers, body, appliesWrites, false, effects);
    }

    /** The body as text, for logs of errors and for tests. */
    public String text() {
        return body.utf8();
    }
}
