package dev.tallystick.ledger.view;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;

/**
 * Parses JSON only if it loses nothing: an object that names a field twice, or a string that is no
 * Unicode text, is not JSON here, and numbers keep all their digits.
 */
final class ExactJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** What a JSON text can begin with. */
    private static final String FIRST_CHARS = "{[\"-0123456789tfn \t\r\n";

    private ExactJson() {}

    /** The JSON value that {@code text} is; null if it is none. */
    static @Nullable JsonNode parse(String text) {
        if (text.isEmpty() || FIRST_CHARS.indexOf(text.charAt(0)) < 0) {
            return null;
        }
        try {
            JsonNode json = MAPPER.readTree(text);
            return json.isMissingNode() || (text.contains("\\u") && !isUnicode(json)) ? null : json;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Half a surrogate pair, which an escape can smuggle in, cannot be written as UTF-8. */
    private static boolean isUnicode(JsonNode json) {
        return json.isString()
                ? StandardCharsets.UTF_8.newEncoder().canEncode(json.stringValue())
                : json.propertyNames().stream()
                                .allMatch(StandardCharsets.UTF_8.newEncoder()::canEncode)
                        && json.valueStream().allMatch(ExactJson::isUnicode);
    }
}
