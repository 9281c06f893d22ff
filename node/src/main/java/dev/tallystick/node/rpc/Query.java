package dev.tallystick.node.rpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parameters of a query: decoded as a whole, then split, so that an encoded {@code &} separates
 * like a plain one (spec 02, 3.5).
 */
public final class Query {
    private record Parameter(String name, String value) {}

    private final String decoded;
    private final List<Parameter> parameters = new ArrayList<>();

    private Query(String decoded) {
        this.decoded = decoded;
        if (decoded.isEmpty()) {
            return;
        }
        for (String part : decoded.split("&", -1)) {
            int equals = part.indexOf('=');
            parameters.add(
                    equals < 0
                            ? new Parameter(part, "")
                            : new Parameter(part.substring(0, equals), part.substring(equals + 1)));
        }
    }

    /** The parameters of {@code rawQuery}, the part of a target after its {@code ?}. */
    public static Query parse(String rawQuery) {
        return new Query(percentDecode(rawQuery));
    }

    /** The query as a whole, decoded. */
    public String decoded() {
        return decoded;
    }

    /** The first value of {@code name}; empty text where it has no {@code =}. */
    public Optional<String> first(String name) {
        return parameters.stream()
                .filter(p -> p.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    /** The first value of every name. */
    public Map<String, String> firstOfEach() {
        Map<String, String> first = new LinkedHashMap<>();
        parameters.forEach(p -> first.putIfAbsent(p.name(), p.value()));
        return first;
    }

    /**
     * The first value of {@code name} as a number; one that is no 64-bit decimal counts as absent.
     */
    public OptionalLong firstNumber(String name) {
        Optional<String> value = first(name);
        if (value.isEmpty() || !value.get().matches("[0-9]{1,20}")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(value.get()));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /**
     * {@code %XX} to a byte, {@code +} to a space, a malformed {@code %} as it is; bytes are UTF-8.
     */
    public static String percentDecode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%' && isHexPair(encoded, i + 1)) {
                bytes.write(
                        Character.digit(encoded[i + 1], 16) << 4
                                | Character.digit(encoded[i + 2], 16));
                i += 2;
            } else {
                bytes.write(encoded[i] == '+' ? ' ' : encoded[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isHexPair(byte[] encoded, int at) {
        return at + 1 < encoded.length
                && Character.digit(encoded[at], 16) >= 0
                && Character.digit(encoded[at + 1], 16) >= 0;
    }
}
