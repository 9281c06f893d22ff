package dev.tallystick.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void keysAreSortedByTheirUtf8Bytes() {
        // UTF-16 would put the musical clef (a surrogate pair) before the last but one.
        String text = "{\"\uD834\uDD1E\":1,\"b\":{\"z\":[],\"a\":{}},\"\uFB01\":2,\"B\":3,\"\":4}";

        assertEquals(
                "{\"\":4,\"B\":3,\"b\":{\"a\":{},\"z\":[]},\"\uFB01\":2,\"\uD834\uDD1E\":1}",
                Json.canonical(Json.parse(text)));
        assertEquals(text, Json.compact(Json.parse(text)));
    }

    @Test
    void onlyQuoteBackslashAndControlCharactersAreEscaped() {
        String text = "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\u007f/ü\u2028\"";

        assertEquals(text, Json.canonical(Json.parse(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -1",
        "18446744073709551615, 18446744073709551615",
        "1.0, 1.0",
        "-0.0, -0.0",
        "0.1, 0.1",
        "100.5, 100.5",
        "1e2, 100.0",
        "123456789012345.0, 123456789012345.0",
        "1e14, 100000000000000.0",
        "1e15, 1e+15",
        "1.5e300, 1.5e+300",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1.25e-7, 1.25e-07",
        "-2.5, -2.5"
    })
    void numbersKeepTheirKindAndShortestForm(String text, String expected) {
        assertEquals(expected, Json.canonical(Json.parse(text)));
        assertEquals(Double.parseDouble(text), Json.parse(expected).doubleValue(), "another value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"a\":1,}", "[1]]", "1 2", "nul", "'a'", "{a:1}", "NaN"})
    void malformedTextIsRefused(String text) {
        assertThrows(LedgerFormatException.class, () -> Json.parse(text));
        assertThrows(LedgerFormatException.class, () -> Json.parse(Bytes.utf8(text)));
    }

    @Test
    void messagesTellThePlaceButNotTheText() {
        var e =
                assertThrows(
                        LedgerFormatException.class,
                        () -> Json.parse("{\"name\":\n  \"top secret\" \"x\"}"));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("line 2"), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000);

        assertThrows(LedgerFormatException.class, () -> Json.parse(deep));
    }
}
