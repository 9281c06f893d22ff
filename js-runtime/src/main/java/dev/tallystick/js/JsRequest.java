package dev.tallystick.js;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.SortedMap;

/**
 * The HTTP request a handler sees (spec 04, section 5).
 *
 * @param verb upper-case verb
 * @param path path as sent, not decoded, with {@code /app} only if the client sent it
 * @param rawQuery the part after the {@code ?} as sent, without fragment; empty if none
 * @param headers by lower-case name; order is kept
 * @param params path parameters of the lookup, raw text
 * @param body the whole body; owned by this request, read only
 * @param caller null when the endpoint has no authentication policies
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
public record JsRequest(
        String verb,
        String path,
        String rawQuery,
        SortedMap<String, String> headers,
        Map<String, String> params,
        byte[] body,
        @Nullable JsCaller caller) {

    /** The query percent-decoded as a whole, {@code +} turned into space, before any splitting. */
    public String query() {
        return QueryText.decode(rawQuery);
    }

    /** The path, and the decoded query if it is not empty. */
    public String url() {
        String query = query();
        return query.isEmpty() ? path : path + "?" + query;
    }
}
