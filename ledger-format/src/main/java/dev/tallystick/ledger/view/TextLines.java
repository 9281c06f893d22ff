package dev.tallystick.ledger.view;

import dev.tallystick.ledger.Json;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Values as lines for people. */
final class TextLines {
    /** A JSON value that is no longer than this stays on one line. */
    private static final int COMPACT_CHARS_MAX = 88;

    private static final String INDENT = "  ";

    /** What is left of a value that is too long. */
    private static final int LINES_MAX = 24;

    private static final int LINE_CHARS_MAX = 160;

    /** Bytes whose digits fill a line. */
    static final int LINE_BYTES_MAX = LINE_CHARS_MAX / 2;

    private final List<String> lines = new ArrayList<>();

    private TextLines() {}

    /** JSON: each container on one line if it is short, else each of its elements on its own. */
    static List<String> json(JsonNode json) {
        TextLines lines = new TextLines();
        lines.add("", json, "", "");
        return lines.lines;
    }

    private void add(String indent, JsonNode json, String before, String after) {
        String compact = PrintableText.escape(Json.compact(json));
        boolean isShort = compact.length() <= COMPACT_CHARS_MAX;
        if (isShort || !json.isContainer() || json.isEmpty()) {
            lines.add(indent + before + compact + after);
            return;
        }
        lines.add(indent + before + (json.isObject() ? "{" : "["));
        String deeper = indent + INDENT;
        if (json.isObject()) {
            Iterator<Map.Entry<String, JsonNode>> fields = json.properties().iterator();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> field = fields.next();
                String name = PrintableText.escape(Json.compact(Json.text(field.getKey()))) + ": ";
                add(deeper, field.getValue(), name, fields.hasNext() ? "," : "");
            }
        } else {
            for (int i = 0; i < json.size(); i++) {
                add(deeper, json.get(i), "", i + 1 < json.size() ? "," : "");
            }
        }
        lines.add(indent + (json.isObject() ? "}" : "]") + after);
    }

    /**
     * The lines, or as many as can be read; the last one then says so.
     *
     * @param size bytes of the value
     */
    static List<String> cut(List<String> lines, int size) {
        List<String> cut = new ArrayList<>();
        boolean isCut = lines.size() > LINES_MAX;
        for (String line : lines.subList(0, Math.min(lines.size(), LINES_MAX))) {
            boolean isLong = line.length() > LINE_CHARS_MAX;
            cut.add(isLong ? line.substring(0, LINE_CHARS_MAX) + "..." : line);
            isCut |= isLong;
        }
        if (isCut) {
            cut.add("... (%,d bytes in all)".formatted(size));
        }
        return cut;
    }
}
