package dev.tallystick.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class UnitStringsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "17b, 17",
        "1KB, 1024",
        "1kb, 1024",
        "5MB, 5242880",
        "10Gb, 10737418240",
        "2tb, 2199023255552",
        "1pb, 1125899906842624",
        "'3 mb', 3145728",
        "10.5kb, 10240",
    })
    void aSizeIsItsDigitsTimesAPowerOf1024(String text, long bytes) {
        assertEquals(bytes, UnitStrings.parseSizeBytes(text));
    }

    @ParameterizedTest
    @CsvSource({
        "17, 17",
        "17us, 17",
        "100ms, 100000",
        "10.5ms, 10000",
        "1S, 1000000",
        "30min, 1800000000",
        "2h, 7200000000",
        "'5 s', 5000000",
    })
    void aTimeWithoutUnitIsMicroseconds(String text, long micros) {
        assertEquals(Duration.ofNanos(micros * 1_000), UnitStrings.parseTime(text));
    }

    @Test
    void aTimeIsCutToCoarserUnits() {
        assertEquals(1, UnitStrings.parseTime("1500us").toMillis());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ms", "-1ms", ".5s", "10 parsecs", "10kb", "99999999999999999999s"})
    void aBadTimeIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> UnitStrings.parseTime(text));
    }

    @Test
    void theRefusalOfAnUnknownUnitListsThePermittedOnes() {
        String time = messageOf(() -> UnitStrings.parseTime("10sec"));
        assertTrue(time.contains("us, ms, s, min, h"), time);
        String size = messageOf(() -> UnitStrings.parseSizeBytes("10kib"));
        assertTrue(size.contains("b, kb, mb, gb, tb, pb"), size);
    }

    @Test
    void aSizeBeyond63BitsIsRefused() {
        assertEquals(8191L << 50, UnitStrings.parseSizeBytes("8191pb"));
        String message = messageOf(() -> UnitStrings.parseSizeBytes("8192pb"));
        assertTrue(message.contains("too large"), message);
    }

    private static String messageOf(Runnable parse) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, parse::run).getMessage());
    }
}
