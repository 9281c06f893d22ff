package dev.tallystick.node.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class LineFormatTest {
    private static final Instant NOON = Instant.parse("2025-12-01T10:11:12.123456789Z");

    @Test
    void aTextLineHasTheColumnsOfTheReference() {
        assertEquals(
                "2025-12-01T10:11:12.123456Z 0   [info ] NodeState.java:574                   "
                        + "| message\n",
                LineFormat.TEXT.format(line(LogLevel.INFO, "", "NodeState.java", "message")));
    }

    @Test
    void aTagStandsBehindTheLevel() {
        assertEquals(
                "2025-12-01T10:11:12.123456Z 0   [fail ][app] Console.java:574                "
                        + "| oops\n",
                LineFormat.TEXT.format(line(LogLevel.FAIL, "app", "Console.java", "oops")));
    }

    @Test
    void levelNamesArePaddedToFive() {
        assertTrue(text(LogLevel.TRACE).contains("[trace] "));
        assertTrue(text(LogLevel.DEBUG).contains("[debug] "));
        assertTrue(text(LogLevel.FATAL).contains("[fatal] "));
    }

    @Test
    void theBeginningOfALongFileNameIsCutSoThatTheColumnsHold() {
        String file = "AVeryLongNameOfASourceFileAtDoesNotFitInItsColumn.java";
        String line = LineFormat.TEXT.format(line(LogLevel.INFO, "gov", file, "m"));
        assertEquals(
                "2025-12-01T10:11:12.123456Z 0   [info ][gov] tDoesNotFitInItsColumn.java:574 |"
                        + " m\n",
                line);
        assertEquals(77, line.indexOf('|'));
    }

    @Test
    void aMultiLineMessageIsWrittenAsItIs() {
        assertTrue(text(LogLevel.INFO, "a\nb").endsWith("| a\nb\n"));
    }

    @Test
    void aJsonLineHasSevenStringsInOrder() {
        assertEquals(
                "{\"h_ts\":\"2025-12-01T10:11:12.123456Z\",\"thread_id\":\"0\",\"level\":\"info\","
                        + "\"tag\":\"app\",\"file\":\"A.java\",\"number\":\"574\","
                        + "\"msg\":\"say \\\"é\\\"\\n\\\\\\u0001\\ud83d\\ude00\"}\n",
                LineFormat.JSON.format(
                        line(LogLevel.INFO, "app", "A.java", "say \"é\"\n\\\u0001\ud83d\ude00")));
    }

    private static String text(LogLevel level) {
        return LineFormat.TEXT.format(line(level, "", "A.java", "m"));
    }

    private static String text(LogLevel level, String message) {
        return LineFormat.TEXT.format(line(level, "", "A.java", message));
    }

    private static LogLine line(LogLevel level, String tag, String file, String message) {
        return new LogLine(NOON, "0", level, tag, file, 574, message);
    }
}
