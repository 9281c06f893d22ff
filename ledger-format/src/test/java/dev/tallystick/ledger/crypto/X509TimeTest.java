package dev.tallystick.ledger.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class X509TimeTest {
    @ParameterizedTest
    @CsvSource({
        "220405091200Z, 2022-04-05T09:12:00Z",
        "500405091200Z, 1950-04-05T09:12:00Z",
        "20220405091200Z, 2022-04-05T09:12:00Z",
        "2022-04-05 09:12:00, 2022-04-05T09:12:00Z",
        "2022-04-05T09:12:00, 2022-04-05T09:12:00Z",
        "2022-04-05T09:12:00.123456, 2022-04-05T09:12:00Z",
        "2022-04-05 09:12:00 +01:30, 2022-04-05T07:42:00Z",
        "2022-04-05 09:12:00.5+0130, 2022-04-05T07:42:00Z",
        "2022-04-05T09:12:00-02:00, 2022-04-05T11:12:00Z",
    })
    void acceptedForms(String text, String instant) {
        assertEquals(Instant.parse(instant), X509Time.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2022-04-05",
                "20221305091200Z",
                "2022-02-30 00:00:00",
                "220405091200",
                "2022-04-05 09:12:00 +99:00"
            })
    void otherFormsAreRefusedWithCcfsText(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> X509Time.parse(text));
        assertEquals("'" + text + "' does not match any accepted time format", e.getMessage());
    }

    @Test
    void theOutputFormIsOne() {
        assertEquals("20220405091200Z", X509Time.format(Instant.parse("2022-04-05T09:12:00.9Z")));
    }
}
