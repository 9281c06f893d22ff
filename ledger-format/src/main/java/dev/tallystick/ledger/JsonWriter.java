package dev.tallystick.ledger;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;

/** Writes one compact JSON text with the escapes of spec 01, 3.3. Used once, then dropped. */
final class JsonWriter {
    /** Order of the UTF-8 forms, found without making them. */
    static final Comparator<String> BY_UTF8 = JsonWriter::compareUtf8;

    /** Powers of ten between which a floating-point number is written without exponent. */
    private static final int EXPONENT_MIN = -4;

    private static final int EXPONENT_MAX = 15;

    private final boolean sorted;
    private final StringBuilder out = new StringBuilder();

    JsonWriter(boolean sorted) {
        this.sorted = sorted;
    }

    String write(JsonNode node) {
        value(node);
        return out.toString();
    }

    private void value(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case STRING -> string(node.stringValue());
            case NUMBER -> number(node);
            case BOOLEAN -> out.append(node.booleanValue());
            case BINARY -> string(node.asString());
            case NULL, MISSING -> out.append("null");
            case POJO ->
                    throw new IllegalArgumentException("a Java object cannot be written as JSON");
        }
    }

    private void object(JsonNode node) {
        var members = node.properties().stream();
        if (sorted) {
            members = members.sorted(Map.Entry.comparingByKey(BY_UTF8));
        }
        out.append('{');
        int start = out.length();
        members.forEach(
                member -> {
                    separate(start);
                    string(member.getKey());
                    out.append(':');
                    value(member.getValue());
                });
        out.append('}');
    }

    private void array(JsonNode node) {
        out.append('[');
        int start = out.length();
        for (JsonNode element : node) {
            separate(start);
            value(element);
        }
        out.append(']');
    }

    private void separate(int start) {
        if (out.length() > start) {
            out.append(',');
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void number(JsonNode node) {
        if (node.isIntegralNumber()) {
            out.append(node.bigIntegerValue());
        } else if (node.isBigDecimal()) {
            decimal(node.decimalValue());
        } else {
            double value = node.doubleValue();
            if (Double.isFinite(value)) {
                boolean negativeZero = value == 0 && 1 / value < 0;
                out.append(negativeZero ? "-" : "");
                decimal(new BigDecimal(Double.toString(value)));
            } else {
                out.append("null");
            }
        }
    }

    /** Shortest digits; always a fraction or an exponent, so that the number stays a float. */
    private void decimal(BigDecimal value) {
        if (value.signum() == 0) {
            out.append("0.0");
            return;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        String digits = stripped.unscaledValue().abs().toString();
        int point = digits.length() - stripped.scale();
        out.append(value.signum() < 0 ? "-" : "");
        if (digits.length() <= point && point <= EXPONENT_MAX) {
            out.append(digits).repeat('0', point - digits.length()).append(".0");
        } else if (0 < point && point <= EXPONENT_MAX) {
            out.append(digits, 0, point).append('.').append(digits, point, digits.length());
        } else if (EXPONENT_MIN < point && point <= 0) {
            out.append("0.").repeat('0', -point).append(digits);
        } else {
            scientific(digits, point - 1);
        }
    }

    private void scientific(String digits, int exponent) {
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        int size = Math.abs(exponent);
        out.append(exponent < 0 ? "e-" : "e+").append(size < 10 ? "0" : "").append(size);
    }

    private static int compareUtf8(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean xIsSupplementary = Character.isSurrogate(x);
                return xIsSupplementary == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : xIsSupplementary ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
