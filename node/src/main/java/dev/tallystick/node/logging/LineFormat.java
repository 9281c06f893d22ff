package dev.tallystick.node.logging;

/** The two forms of a log line (spec 06, 9.3), each ended by a line feed. */
public enum LineFormat {
    /** Columns: time, thread, level, tag, place, message. */
    TEXT {
        @Override
        String format(LogLine line) {
            String tag = line.tag().isEmpty() ? "" : "[" + line.tag() + "]";
            String start = "[" + padded(line.level().text(), LEVEL_CHARS) + "]" + tag + " ";
            String place = line.file() + ":" + line.number() + " ";
            int room = Math.max(0, PREAMBLE_CHARS - start.length());
            String shown = place.length() <= room ? place : place.substring(place.length() - room);
            return line.timeText()
                    + " "
                    + padded(line.threadId(), THREAD_CHARS)
                    + " "
                    + padded(start + shown, PREAMBLE_CHARS)
                    + "| "
                    + line.message()
                    + "\n";
        }
    },
    /** One object of strings. */
    JSON {
        @Override
        String format(LogLine line) {
            StringBuilder json = new StringBuilder("{");
            member(json, "h_ts", line.timeText());
            member(json, "thread_id", line.threadId());
            member(json, "level", line.level().text());
            member(json, "tag", line.tag());
            member(json, "file", line.file());
            member(json, "number", Integer.toString(line.number()));
            member(json, "msg", line.message());
            return json.append("}\n").toString();
        }
    };

    private static final int LEVEL_CHARS = 5;
    private static final int THREAD_CHARS = 3;
    private static final int PREAMBLE_CHARS = 45;

    abstract String format(LogLine line);

    private static String padded(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            appendEscaped(json, value.charAt(i));
        }
        json.append('"');
    }

    private static void appendEscaped(StringBuilder json, char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                if (c < ' ' || Character.isSurrogate(c)) {
                    json.append("\\u%04x".formatted((int) c));
                } else {
                    json.append(c);
                }
            }
        }
    }
}
