package dev.tallystick.node.http;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One answer. The server adds {@code content-length}, leaves the body out for HEAD, and answers 500
 * instead where the status has no standard name or a header cannot be sent (spec 02, 2.3).
 *
 * @param status final HTTP status
 * @param headers by name; lower-cased here, of names that differ in case only the last in byte
 *     order stays; unmodifiable
 * @param body empty if none
 * @param closesSession whether the connection is closed after this answer
 */
public record HttpResponse(
        int status, SortedMap<String, String> headers, Bytes body, boolean closesSession) {
    /** Lower-cases the names and freezes the map. */
    public HttpResponse {
        SortedMap<String, String> lowerCased = new TreeMap<>();
        headers.forEach((name, value) -> lowerCased.put(name.toLowerCase(Locale.ROOT), value));
        headers = Collections.unmodifiableSortedMap(lowerCased);
    }

    /** An answer without headers or body. */
    public static HttpResponse empty(int status) {
        return new HttpResponse(status, new TreeMap<>(), Bytes.EMPTY, false);
    }

    /** An answer with a body of the given media type. */
    public static HttpResponse of(int status, String contentType, Bytes body) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", contentType);
        return new HttpResponse(status, headers, body, false);
    }

    /** A UTF-8 text. */
    public static HttpResponse text(int status, String text) {
        return of(status, "text/plain", Bytes.utf8(text));
    }

    /** A JSON value, compact with sorted keys. */
    public static HttpResponse json(int status, JsonNode value) {
        return of(status, "application/json", Json.canonicalBytes(value));
    }

    /** An error in OData form (spec 02, 4.1). */
    public static HttpResponse error(int status, String code, String message) {
        return json(status, errorBody(code, message));
    }

    /** {@code {"error":{"code":…,"message":…}}}, new and mutable, so that details can be added. */
    public static ObjectNode errorBody(String code, String message) {
        ObjectNode body = Json.object();
        body.putObject("error").put("code", code).put("message", message);
        return body;
    }

    /** The same with one more header, replacing one of that name. */
    public HttpResponse with(String name, String value) {
        SortedMap<String, String> extended = new TreeMap<>(headers);
        extended.put(name.toLowerCase(Locale.ROOT), value);
        return new HttpResponse(status, extended, body, closesSession);
    }

    /** The same, but the connection is closed afterwards. */
    public HttpResponse closing() {
        return new HttpResponse(status, headers, body, true);
    }

    /** Whether the status is 200 to 299. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
