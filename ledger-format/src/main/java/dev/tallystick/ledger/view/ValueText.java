package dev.tallystick.ledger.view;

import dev.tallystick.ledger.Bytes;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * A value as it is shown: JSON as JSON, other text as text, anything else as hexadecimal digits.
 *
 * <p>Only JSON that loses nothing by being shown as such counts: an object that names a field twice
 * is text, and numbers keep all their digits.
 */
public sealed interface ValueText {
    /**
     * A JSON document.
     *
     * @param json parsed
     * @param size bytes of the value
     */
    record Document(JsonNode json, int size) implements ValueText {}

    /**
     * UTF-8 without control characters but ends of lines and tabulators.
     *
     * @param text as it is
     * @param size bytes of the value
     */
    record Text(String text, int size) implements ValueText {}

    /**
     * Anything else.
     *
     * @param bytes as they are
     */
    record Binary(Bytes bytes) implements ValueText {
        @Override
        public int size() {
            return bytes.length();
        }
    }

    /** How {@code value} is shown. */
    static ValueText of(Bytes value) {
        String text = PrintableText.decode(value);
        if (text == null) {
            return new Binary(value);
        }
        JsonNode json = ExactJson.parse(text);
        if (json != null) {
            return new Document(json, value.length());
        }
        return PrintableText.isOfLines(text) ? new Text(text, value.length()) : new Binary(value);
    }

    /**
     * Adds the value to a JSON object, complete: {@code value} if it is JSON, else {@code
     * value_text} or {@code value_hex}.
     *
     * @return {@code target}
     */
    default ObjectNode put(ObjectNode target) {
        return switch (this) {
            case Document document -> target.set("value", document.json());
            case Text text -> target.put("value_text", text.text());
            case Binary binary -> target.put("value_hex", binary.bytes().hex());
        };
    }

    /** The value for people, at least one line, safe on a terminal. */
    default List<String> lines() {
        return switch (this) {
            case Document document -> TextLines.json(document.json());
            case Text text when text.text().isEmpty() -> List.of("(empty)");
            case Text text -> text.text().lines().map(PrintableText::escape).toList();
            case Binary binary -> List.of(KeyText.HEX_PREFIX + binary.bytes().hex());
        };
    }

    /** As {@link #lines}, but cut where it is too long to be read; the last line then says so. */
    default List<String> shortLines() {
        if (this instanceof Binary(Bytes bytes) && bytes.length() > TextLines.LINE_BYTES_MAX) {
            String digits = Bytes.copyOf(bytes.toArray(), 0, TextLines.LINE_BYTES_MAX).hex();
            return List.of("0x%s... (%,d bytes in all)".formatted(digits, bytes.length()));
        }
        return TextLines.cut(lines(), size());
    }

    /** Bytes of the value. */
    int size();
}
