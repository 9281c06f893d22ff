package dev.tallystick.js;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/**
 * One endpoint of the deployed application, from {@code public:ccf.gov.endpoints} (spec 04, 2.2).
 *
 * @param verb upper-case HTTP verb
 * @param path path or template below {@code /app}, e.g. {@code /log/{id}}
 * @param forwarding what a backup does with a request
 * @param redirection whether it redirects instead
 * @param authnPolicies tried in order; empty means no authentication and a null caller
 * @param mode what the handler may do to the store
 * @param module key in the module table, with its leading slash
 * @param function name of the export to call
 * @param openApi the OpenAPI operation object, null if none
 * @param openApiHidden whether the endpoint is left out of the API document
 * @param interpreterReuseKey interpreters are kept and shared under this key; null means a fresh
 *     one per request
 */
public record JsEndpoint(
        String verb,
        String path,
        Forwarding forwarding,
        Redirection redirection,
        List<JsAuthnPolicy> authnPolicies,
        Mode mode,
        String module,
        String function,
        @Nullable JsonNode openApi,
        boolean openApiHidden,
        @Nullable String interpreterReuseKey) {

    /** {@code forwarding_required}. */
    public enum Forwarding {
        /** Only when the session already writes. */
        SOMETIMES,
        /** Always to the primary. */
        ALWAYS,
        /** Answered where it arrives. */
        NEVER
    }

    /** {@code redirection_strategy}; absent means to the primary. */
    public enum Redirection {
        /** Never redirected. */
        NONE,
        /** A backup redirects to the primary. */
        TO_PRIMARY,
        /** The primary redirects to a backup. */
        TO_BACKUP
    }

    /** {@code mode}; absent means read-write. */
    public enum Mode {
        /** Reads and writes application tables. */
        READWRITE,
        /** Reads only. */
        READONLY,
        /** Reads, with a past transaction's state at hand. */
        HISTORICAL
    }

    /** Copies the list of policies. */
    public JsEndpoint {
        authnPolicies = List.copyOf(authnPolicies);
    }

    /** The route a handler and the logs see: {@code /app} and the template. */
    public String route() {
        return "/app" + path;
    }

    /**
     * Reads one row of the endpoints table.
     *
     * @param verb upper-case verb, the part of the key before its first space
     * @param path the rest of the key
     * @param json the stored properties
     * @throws JsEndpointException when a required field is missing or a value is out of range; an
     *     authentication policy that is neither a string nor an {@code all_of} list is named in the
     *     message
     */
    public static JsEndpoint fromJson(String verb, String path, JsonNode json) {
        return EndpointReader.read(verb, path, json);
    }

    /**
     * Path parameters of {@code requestPath}, or null when this endpoint's path or template does
     * not match it.
     */
    public @Nullable Map<String, String> match(String requestPath) {
        return PathTemplate.of(path).match(requestPath);
    }
}
