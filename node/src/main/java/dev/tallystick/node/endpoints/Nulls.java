package dev.tallystick.node.endpoints;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Fields that are always there, {@code null} when unknown (spec 02, section 1). */
final class Nulls {
    private Nulls() {}

    /** {@code value}, or JSON null. */
    static JsonNode nullable(@Nullable JsonNode value) {
        return value == null ? JsonNodeFactory.instance.nullNode() : value;
    }

    /** {@code value} as a string, or JSON null. */
    static JsonNode nullable(@Nullable Object value) {
        return value == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.stringNode(value.toString());
    }
}
