package dev.tallystick.ledger.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ValueTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"b\":1,\"a\":[true,null]} | {\"value\":{\"b\":1,\"a\":[true,null]}}",
                "\"Open\" | {\"value\":\"Open\"}",
                "12345678901234567890123 | {\"value\":12345678901234567890123}",
                "0.1234567890123456789012 | {\"value\":0.1234567890123456789012}",
                "1e400 | {\"value\":1e+400}",
                "hello | {\"value_text\":\"hello\"}",
                "{\"a\":1}x | {\"value_text\":\"{\\\"a\\\":1}x\"}",
                "true story | {\"value_text\":\"true story\"}",
            })
    void whatIsJsonIsShownAsJsonAndOtherTextAsText(String value, String shown) {
        assertEquals(shown, json(Bytes.utf8(value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\",\"role\":\"admin\"}",
                "[\"\\ud800\"]",
                "{\"\\udc00\":1}",
                "NaN",
                "1 2",
            })
    void whatWouldLoseSomethingAsJsonIsShownAsText(String value) {
        assertEquals(Json.compact(Json.object().put("value_text", value)), json(Bytes.utf8(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "ff", "3100", "6869001b5b", "c285", "0000000000000000"})
    void whatIsNoTextIsShownInHexadecimal(String hex) {
        Bytes value = Bytes.wrap(Hex.decode(hex));
        assertEquals("{\"value_hex\":\"" + hex + "\"}", json(value));
        assertEquals(List.of("0x" + hex), ValueText.of(value).lines());
    }

    @Test
    void shortJsonStaysOnOneLineAndLongIsIndented() {
        assertEquals(List.of("{\"a\":[1,2]}"), ValueText.of(Bytes.utf8("{\"a\": [1, 2]}")).lines());
        String word = "x".repeat(60);
        Bytes value =
                Bytes.utf8(
                        "{\"first\":\"" + word + "\",\"second\":[\"" + word + "\",{}],\"c\":{}}");
        assertEquals(
                List.of(
                        "{",
                        "  \"first\": \"" + word + "\",",
                        "  \"second\": [\"" + word + "\",{}],",
                        "  \"c\": {}",
                        "}"),
                ValueText.of(value).lines());
    }

    @Test
    void aValueCannotGiveOrdersToATerminal() {
        assertEquals(
                List.of("\"\\u001b[2J\\u202eevil\\u009b\""),
                ValueText.of(Bytes.utf8("\"\\u001b[2J\u202eevil\u009b\"")).lines());
        assertEquals(
                List.of("line one", "two\\u2028\\u200f"),
                ValueText.of(Bytes.utf8("line one\ntwo\u2028\u200f")).lines());
        assertEquals(List.of("0x1b5b324a"), ValueText.of(Bytes.utf8("\u001b[2J")).lines());
    }

    @Test
    void longValuesAreCutForPeopleOnly() {
        Bytes binary = Bytes.wrap(new byte[1000]);
        assertEquals(
                List.of("0x" + "00".repeat(80) + "... (1,000 bytes in all)"),
                ValueText.of(binary).shortLines());
        assertEquals(2002, ValueText.of(binary).lines().getFirst().length());
        Bytes text = Bytes.utf8("line\n".repeat(100));
        List<String> cut = ValueText.of(text).shortLines();
        assertEquals(25, cut.size());
        assertEquals("... (500 bytes in all)", cut.getLast());
        assertEquals(100, ValueText.of(text).lines().size());
        assertEquals(
                List.of("x".repeat(160) + "...", "... (161 bytes in all)"),
                ValueText.of(Bytes.utf8("x".repeat(161))).shortLines());
        assertEquals(
                List.of("x".repeat(160)), ValueText.of(Bytes.utf8("x".repeat(160))).shortLines());
    }

    @Test
    void nothingIsSaidToBeEmpty() {
        assertEquals(List.of("(empty)"), ValueText.of(Bytes.EMPTY).lines());
        assertEquals("{\"value_text\":\"\"}", json(Bytes.EMPTY));
    }

    @Test
    void keysOfBuiltInTablesAreNumbersWhereTheyAreIntegers() {
        Bytes seven = Bytes.wrap(new byte[] {7, 1, 0, 0, 0, 0, 0, 0});
        assertEquals("263", KeyText.of("public:ccf.internal.tree", seven).toString());
        assertEquals("263", KeyText.of("public:ccf.gov.service.info", seven).toString());
        assertEquals("0x0701000000000000", KeyText.of("records", seven).toString());
        assertEquals("0", KeyText.of("public:ccf.gov.proposals", Bytes.EIGHT_ZEROS).toString());
        assertEquals("0x0000000000000000", KeyText.of("records", Bytes.EIGHT_ZEROS).toString());
        assertEquals("a key", KeyText.of("records", Bytes.utf8("a key")).toString());
        assertEquals("12345678", KeyText.of("public:ccf.internal.x", eight()).toString());
        assertEquals(
                "{\"key\":263}",
                Json.compact(KeyText.of("public:ccf.internal.x", seven).put(Json.object())));
        assertEquals(
                "{\"key_hex\":\"0701000000000000\"}",
                Json.compact(KeyText.of("records", seven).put(Json.object())));
        Bytes allOnes = Bytes.wrap(Hex.decode("ffffffffffffffff"));
        assertEquals(
                "{\"key\":18446744073709551615}",
                Json.compact(KeyText.of("public:ccf.internal.x", allOnes).put(Json.object())));
    }

    @Test
    void aKeyIsFoundByTextByDigitsAndByNumber() {
        assertTrue(KeyText.isMeant("29", "records", Bytes.utf8("29")));
        assertTrue(KeyText.isMeant("0x3239", "records", Bytes.utf8("29")));
        assertTrue(KeyText.isMeant("0x3239", "records", Bytes.utf8("0x3239")));
        assertTrue(KeyText.isMeant("0", "public:ccf.internal.tree", Bytes.EIGHT_ZEROS));
        assertFalse(KeyText.isMeant("0", "records", Bytes.EIGHT_ZEROS));
        assertTrue(KeyText.isMeant("0x0000000000000000", "records", Bytes.EIGHT_ZEROS));
        assertFalse(KeyText.isMeant("0x323", "records", Bytes.utf8("29")));
    }

    private static Bytes eight() {
        return Bytes.utf8("12345678");
    }

    private static String json(Bytes value) {
        return Json.compact(ValueText.of(value).put(Json.object()));
    }
}
