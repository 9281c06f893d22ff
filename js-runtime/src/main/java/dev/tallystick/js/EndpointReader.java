package dev.tallystick.js;

import dev.tallystick.js.JsEndpoint.Forwarding;
import dev.tallystick.js.JsEndpoint.Mode;
import dev.tallystick.js.JsEndpoint.Redirection;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Reads the stored properties of an endpoint (spec 04, 2.2). */
final class EndpointReader {
    private EndpointReader() {}

    static JsEndpoint read(String verb, String path, JsonNode json) {
        if (!json.isObject()) {
            throw new JsEndpointException("Properties of " + verb + " " + path + " are no object");
        }
        return new JsEndpoint(
                verb,
                path,
                choice(json, "forwarding_required", Forwarding.class, null),
                choice(json, "redirection_strategy", Redirection.class, Redirection.TO_PRIMARY),
                policies(json.get("authn_policies")),
                choice(json, "mode", Mode.class, Mode.READWRITE),
                text(json, "js_module"),
                text(json, "js_function"),
                present(json.get("openapi")),
                json.path("openapi_hidden").asBoolean(false),
                reuseKey(json.get("interpreter_reuse")));
    }

    private static <E extends Enum<E>> E choice(
            JsonNode json, String field, Class<E> type, @Nullable E fallback) {
        JsonNode value = present(json.get(field));
        if (value == null && fallback != null) {
            return fallback;
        }
        if (value == null) {
            throw new JsEndpointException("Missing required field '" + field + "'");
        }
        for (E constant : type.getEnumConstants()) {
            if (value.isString()
                    && constant.name().toLowerCase(Locale.ROOT).equals(value.stringValue())) {
                return constant;
            }
        }
        throw new JsEndpointException("Unknown value of '" + field + "': " + value);
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    private static @Nullable JsonNode present(@Nullable JsonNode value) {
        return value == null || value.isNull() ? null : value;
    }

    private static List<JsAuthnPolicy> policies(@Nullable JsonNode json) {
        if (json == null || !json.isArray()) {
            throw new JsEndpointException("Missing required field 'authn_policies'");
        }
        List<JsAuthnPolicy> policies = new ArrayList<>();
        for (JsonNode element : json) {
            policies.add(policy(element));
        }
        return policies;
    }

    private static JsAuthnPolicy policy(JsonNode element) {
        if (element.isString()) {
            return new JsAuthnPolicy.Named(element.stringValue());
        }
        JsonNode allOf = element.get("all_of");
        if (allOf == null || !allOf.isArray() || element.size() != 1) {
            throw new JsEndpointException("Unsupported auth policy: " + element);
        }
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode name : allOf) {
            if (!name.isString() || !names.add(name.stringValue())) {
                throw new JsEndpointException("Unsupported auth policy: " + element);
            }
        }
        return new JsAuthnPolicy.AllOf(List.copyOf(names));
    }

    private static @Nullable String reuseKey(@Nullable JsonNode json) {
        return present(json) == null || json == null ? null : text(json, "key");
    }
}
