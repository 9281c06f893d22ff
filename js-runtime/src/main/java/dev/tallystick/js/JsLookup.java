package dev.tallystick.js;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** What the endpoints table knows about a verb and path (spec 04, section 3). */
public sealed interface JsLookup {
    /**
     * Exactly one endpoint.
     *
     * @param params path parameters, raw text, in the order of the template
     */
    record Found(JsEndpoint endpoint, Map<String, String> params) implements JsLookup {}

    /** More than one template matches: 500 with {@link #message()}. */
    record Ambiguous(String path, List<String> templates) implements JsLookup {
        /** Copies the list. */
        public Ambiguous {
            templates = List.copyOf(templates);
        }

        /** The text for the client: the path, then one template a line. */
        public String message() {
            StringBuilder text =
                    new StringBuilder("Multiple potential matches for path: ").append(path);
            templates.forEach(template -> text.append("\n  ").append(template));
            return text.toString();
        }
    }

    /** The row exists but cannot be used: 500 with this message. */
    record Malformed(String message) implements JsLookup {}

    /**
     * No endpoint for this verb.
     *
     * @param allowedVerbs verbs for which the path would match; empty when the path is unknown
     */
    record NotFound(SortedSet<String> allowedVerbs) implements JsLookup {}
}
