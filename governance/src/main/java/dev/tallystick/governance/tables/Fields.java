package dev.tallystick.governance.tables;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.function.Function;

/**
 * Reads the fields of a stored JSON object by name. A field that is {@code null} counts as absent;
 * a missing or mistyped one is an {@link IllegalArgumentException} that names it.
 */
record Fields(JsonNode node) {
    Fields {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected a JSON object");
        }
    }

    @Nullable JsonNode optional(String name) {
        JsonNode field = node.get(name);
        return field == null || field.isNull() ? null : field;
    }

    JsonNode required(String name) {
        JsonNode field = optional(name);
        if (field == null) {
            throw new IllegalArgumentException("field " + name + " is missing");
        }
        return field;
    }

    String text(String name) {
        return textOf(name, required(name));
    }

    @Nullable String optionalText(String name) {
        JsonNode field = optional(name);
        return field == null ? null : textOf(name, field);
    }

    long number(String name) {
        return numberOf(name, required(name));
    }

    @Nullable Long optionalNumber(String name) {
        JsonNode field = optional(name);
        return field == null ? null : numberOf(name, field);
    }

    boolean flag(String name) {
        JsonNode field = optional(name);
        return field != null && field.booleanValue(false);
    }

    byte[] base64(String name) {
        return Base64.getDecoder().decode(text(name));
    }

    <T> @Nullable T optional(String name, Function<JsonNode, T> fromJson) {
        JsonNode field = optional(name);
        return field == null ? null : fromJson.apply(field);
    }

    private static String textOf(String name, JsonNode field) {
        if (!field.isString()) {
            throw new IllegalArgumentException("field " + name + " is not a string");
        }
        return field.stringValue();
    }

    private static long numberOf(String name, JsonNode field) {
        if (!field.isIntegralNumber() || !field.canConvertToLong()) {
            throw new IllegalArgumentException("field " + name + " is not an integer");
        }
        return field.longValue();
    }

    /** Sets the field unless the value is absent. */
    static void put(ObjectNode to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    /** Sets the field unless the value is absent. */
    static void put(ObjectNode to, String name, @Nullable Long value) {
        if (value != null) {
            to.put(name, value.longValue());
        }
    }

    /** Sets the field unless the value is absent. */
    static void put(ObjectNode to, String name, @Nullable JsonNode value) {
        if (value != null) {
            to.set(name, value);
        }
    }

    /** Sets the field if it holds. */
    static void putIfTrue(ObjectNode to, String name, boolean value) {
        if (value) {
            to.put(name, true);
        }
    }
}
