package dev.tallystick.ledger;

import tools.jackson.databind.JsonNode;

import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Typed access to the fields of one foreign JSON object. Every method refuses a wrong type by
 * {@link LedgerFormatException}; fields it is not asked for are ignored.
 */
public final class JsonFields {
    private final JsonNode object;
    private final String what;

    private JsonFields(JsonNode object, String what) {
        this.object = object;
        this.what = what;
    }

    /**
     * Looks at an object.
     *
     * @param what its name in messages, e.g. {@code "a receipt"}
     * @throws LedgerFormatException if {@code node} is anything else
     */
    public static JsonFields of(JsonNode node, String what) {
        if (!node.isObject()) {
            throw new LedgerFormatException(what + " is not a JSON object");
        }
        return new JsonFields(node, what);
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** The field's value; nothing if it is absent or null. */
    public Optional<JsonNode> find(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /** The field's value, which must be there. */
    public JsonNode get(String name) {
        return find(name).orElseThrow(() -> new LedgerFormatException(what + " has no " + name));
    }

    /** A string. */
    public String text(String name) {
        return text(name, get(name));
    }

    /** A string, or nothing. */
    public Optional<String> findText(String name) {
        return find(name).map(value -> text(name, value));
    }

    private String text(String name, JsonNode value) {
        if (!value.isString()) {
            throw new LedgerFormatException(what + ": " + name + " is not a string");
        }
        return value.stringValue();
    }

    /** An integer between 0 and 2⁶³−1. */
    public long number(String name) {
        return number(name, get(name));
    }

    /** An integer between 0 and 2⁶³−1, or nothing. */
    public OptionalLong findNumber(String name) {
        Optional<JsonNode> value = find(name);
        return value.isPresent()
                ? OptionalLong.of(number(name, value.get()))
                : OptionalLong.empty();
    }

    private long number(String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new LedgerFormatException(what + ": " + name + " is not a whole number");
        }
        return value.longValue();
    }

    /** A digest in hexadecimal. */
    public Digest digest(String name) {
        try {
            return Digest.fromHex(text(name));
        } catch (LedgerFormatException e) {
            throw new LedgerFormatException(
                    what + ": " + name + " is not a digest in hexadecimal", e);
        }
    }

    /** Bytes in base64 with padding. */
    public Bytes base64(String name) {
        return base64(what + ": " + name, text(name));
    }

    /**
     * Bytes in base64 with padding, in the one way of writing them.
     *
     * @param what the name of the text in messages
     * @throws LedgerFormatException if the text is anything else, unused bits included
     */
    public static Bytes base64(String what, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return Bytes.wrap(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw new LedgerFormatException(what + " is not base64", e);
        }
        throw new LedgerFormatException(what + " is not canonical base64");
    }

    /** A nested object. */
    public JsonFields object(String name) {
        return of(get(name), what + ": " + name);
    }

    /** A nested object, or nothing. */
    public Optional<JsonFields> findObject(String name) {
        return find(name).map(value -> of(value, what + ": " + name));
    }

    /** An array. */
    public JsonNode array(String name) {
        JsonNode value = get(name);
        if (!value.isArray()) {
            throw new LedgerFormatException(what + ": " + name + " is not an array");
        }
        return value;
    }
}
