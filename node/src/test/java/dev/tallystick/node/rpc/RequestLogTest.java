package dev.tallystick.node.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RequestLogTest {
    @Test
    void aPathIsShownWholeUpToFiveHundredCharacters() {
        assertEquals("/" + "a".repeat(498), RequestLog.shortened("/" + "a".repeat(498)));
        assertEquals("/" + "a".repeat(499), RequestLog.shortened("/" + "a".repeat(499)));
        assertEquals(
                "/" + "a".repeat(499) + "... (501 characters)",
                RequestLog.shortened("/" + "a".repeat(500)));
    }
}
