package dev.tallystick.ledger.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** CBOR that nobody vouches for: what is read is written so that it reads the same. */
class CborFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void item(byte[] bytes) {
        Cbor item;
        try {
            item = CborReader.decode(bytes);
        } catch (CborException refused) {
            return;
        }
        byte[] written = CborWriter.encode(item);
        Cbor again = CborReader.decode(written);
        assertEquals(item, again);
        assertArrayEquals(written, CborWriter.encode(again));
    }
}
