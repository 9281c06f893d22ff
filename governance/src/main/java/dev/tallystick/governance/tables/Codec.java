package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.node.StringNode;

import java.util.function.Function;

/**
 * The bytes of one kind of key or value (spec 01, 3.2 and 3.3).
 *
 * @param encoding never fails on a value that could be constructed
 * @param decoding throws {@link LedgerFormatException} on bytes that it does not accept
 */
public record Codec<T>(Function<T, Bytes> encoding, Function<Bytes, T> decoding) {
    /** Raw UTF-8 text, without quotes. A trailing NUL, which some PEM writers leave, is dropped. */
    public static final Codec<String> TEXT = new Codec<>(Bytes::utf8, Codec::text);

    /** The bytes as they are. */
    public static final Codec<Bytes> RAW = new Codec<>(Function.identity(), Function.identity());

    /** The fixed value of every member of a set: eight zero bytes. Anything is accepted. */
    static final Codec<Boolean> PRESENCE = new Codec<>(any -> Bytes.EIGHT_ZEROS, any -> true);

    /** The fixed key of a table with one row: eight zero bytes. */
    static final Codec<Unit> UNIT = new Codec<>(any -> Bytes.EIGHT_ZEROS, any -> Unit.KEY);

    /** A JSON string. */
    public static final Codec<String> JSON_TEXT = json(StringNode::valueOf, Codec::textOf);

    /** Any JSON, written with sorted keys. */
    public static final Codec<JsonNode> JSON = json(Function.identity(), Function.identity());

    /** The only key of a single-valued table. */
    enum Unit {
        KEY
    }

    /** Text that stands for a value of another type, such as an identifier. */
    public static <T> Codec<T> text(Function<T, String> toText, Function<String, T> fromText) {
        return new Codec<>(
                value -> Bytes.utf8(toText.apply(value)),
                bytes -> checked(() -> fromText.apply(text(bytes))));
    }

    /** A value with a JSON form; written compactly with sorted keys. */
    public static <T> Codec<T> json(
            Function<T, ? extends JsonNode> toJson, Function<JsonNode, T> fromJson) {
        return new Codec<>(
                value -> Json.canonicalBytes(toJson.apply(value)),
                bytes -> checked(() -> fromJson.apply(Json.parse(bytes))));
    }

    private interface Decoding<T> {
        T run();
    }

    /** What the JSON parser or a record's constructor refuses is a malformed row. */
    private static <T> T checked(Decoding<T> decoding) {
        try {
            return decoding.run();
        } catch (JsonNodeException | IllegalArgumentException e) {
            throw new LedgerFormatException("Malformed table row: " + e.getMessage(), e);
        }
    }

    private static String text(Bytes bytes) {
        String text = bytes.utf8();
        return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    }

    private static String textOf(JsonNode node) {
        if (!node.isString()) {
            throw new IllegalArgumentException("expected a JSON string");
        }
        return node.stringValue();
    }

    Bytes encode(T value) {
        return encoding.apply(value);
    }

    T decode(Bytes bytes) {
        return decoding.apply(bytes);
    }
}
