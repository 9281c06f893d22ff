package dev.tallystick.node.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Query strings (spec 02, 3.5). */
class QueryTest {
    @Test
    void theWholeIsDecodedBeforeItIsSplit() {
        Query query = Query.parse("x=1%26transaction_id%3D2.1");

        assertEquals(Optional.of("2.1"), query.first("transaction_id"));
        assertEquals("x=1&transaction_id=2.1", query.decoded());
    }

    @Test
    void plusIsASpaceAndAMalformedPercentStays() {
        assertEquals(Optional.of("b c%zz%4"), Query.parse("a=b+c%zz%4").first("a"));
        assertEquals(Optional.of("é"), Query.parse("a=%C3%A9").first("a"));
    }

    @Test
    void theFirstOfRepeatedKeysCountsAndAMissingValueIsEmpty() {
        Query query = Query.parse("a=1&a=2&b&c=x=y");

        assertEquals(Optional.of("1"), query.first("a"));
        assertEquals(Optional.of(""), query.first("b"));
        assertEquals(Optional.of("x=y"), query.first("c"));
        assertEquals(Optional.empty(), query.first("d"));
        assertEquals(Map.of("a", "1", "b", "", "c", "x=y"), query.firstOfEach());
    }

    @Test
    void whatIsNoNumberCountsAsAbsent() {
        assertEquals(OptionalLong.of(7), Query.parse("n=007").firstNumber("n"));
        assertEquals(OptionalLong.of(-1), Query.parse("n=18446744073709551615").firstNumber("n"));
        for (String bad : new String[] {"", "-1", "1a", " 1", "1.0", "18446744073709551616"}) {
            assertEquals(OptionalLong.empty(), Query.parse("n=" + bad).firstNumber("n"), bad);
        }
    }
}
