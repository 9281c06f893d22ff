package dev.tallystick.node.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class NodeProcessTest {
    @Test
    void theLastWordsAreTheFatalLines() {
        assertEquals(
                List.of("t 3   [fatal] A.java:1 | port in use"),
                NodeProcess.lastWords(
                        "", "t 3   [info ] B.java:2 | x\nt 3   [fatal] A.java:1 | port in use\n"));
    }

    @Test
    void withoutFatalLinesTheyAreThoseOnStandardError() {
        assertEquals(
                List.of("Could not open file x"),
                NodeProcess.lastWords("Could not open file x\n", "t 3   [info ] B.java:2 | x\n"));
    }

    @Test
    void withNeitherTheyAreTheLastTwelveOfTheLog() {
        assertEquals(
                List.of("4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"),
                NodeProcess.lastWords("", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n"));
    }
}
