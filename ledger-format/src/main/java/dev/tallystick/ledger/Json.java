package dev.tallystick.ledger;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON texts as the ledger holds them: UTF-8, compact, keys sorted by bytes (spec 01, 3.3).
 *
 * <p>Nothing may rely on the byte form of foreign JSON; we write the sorted form all the same, so
 * that equal values are equal bytes.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonMapper UNAMBIGUOUS =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {}

    /**
     * Parses one JSON value, with nothing after it but white space.
     *
     * @throws LedgerFormatException if {@code utf8} is not JSON; the message gives line and column
     */
    public static JsonNode parse(byte[] utf8) {
        try {
            return present(MAPPER.readTree(utf8));
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /**
     * Parses one JSON value, with nothing after it but white space.
     *
     * @throws LedgerFormatException if {@code text} is not JSON
     */
    public static JsonNode parse(String text) {
        try {
            return present(MAPPER.readTree(text));
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /**
     * As {@link #parse(byte[])}, but refuses an object that names a field twice: readers differ in
     * which one counts.
     *
     * @throws LedgerFormatException if {@code utf8} is not such JSON
     */
    public static JsonNode parseUnambiguous(byte[] utf8) {
        try {
            return present(UNAMBIGUOUS.readTree(utf8));
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** As {@link #parse(byte[])}. */
    public static JsonNode parse(Bytes utf8) {
        return parse(utf8.toArray());
    }

    private static JsonNode present(JsonNode node) {
        if (node.isMissingNode()) {
            throw new LedgerFormatException("not JSON: the text is empty");
        }
        return node;
    }

    private static LedgerFormatException malformed(JacksonException e) {
        var location = e.getLocation();
        String where =
                location == null
                        ? ""
                        : " (line "
                                + location.getLineNr()
                                + ", column "
                                + location.getColumnNr()
                                + ")";
        return new LedgerFormatException("not JSON: " + e.getOriginalMessage() + where, e);
    }

    /** A new, empty, mutable object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A new, empty, mutable array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** A string. */
    public static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    /** The compact text with the keys of every object sorted by their UTF-8 bytes. */
    public static String canonical(JsonNode node) {
        return new JsonWriter(true).write(node);
    }

    /** The UTF-8 bytes of {@link #canonical}: the usual value of a table. */
    public static Bytes canonicalBytes(JsonNode node) {
        return Bytes.utf8(canonical(node));
    }

    /** The compact text with keys in the order of insertion. */
    public static String compact(JsonNode node) {
        return new JsonWriter(false).write(node);
    }
}
