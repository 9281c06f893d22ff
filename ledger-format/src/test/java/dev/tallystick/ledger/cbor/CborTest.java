package dev.tallystick.ledger.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Hex;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

/** Vectors of RFC 8949, appendix A, and what the reader refuses. */
class CborTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00", "17", "1818", "1903e8", "1a000f4240", "1b000000e8d4a51000", "20", "3863",
                        "3903e7", "40",
                "4401020304", "60", "6449455446", "62c3bc", "80", "83010203", "a0",
                        "a26161016162820203", "f4", "f5",
                "f6", "f7", "f0", "f8ff", "f93c00", "fa47c35000", "fb3ff199999999999a",
                        "c11a514b67b0", "d818456449455446"
            })
    void shortestEncodingsComeBackByteForByte(String hex) {
        assertEquals(hex, Hex.encode(CborWriter.encode(CborReader.decode(Hex.decode(hex)))));
    }

    @Test
    void mapsKeepTheirOrder() {
        byte[] unsorted = Hex.decode("a3616101040203f5");
        assertArrayEquals(unsorted, CborWriter.encode(CborReader.decode(unsorted)));
    }

    @Test
    void indefiniteLengthsAreUnderstood() {
        assertEquals(
                CborReader.decode(Hex.decode("83010203")),
                CborReader.decode(Hex.decode("9f010203ff")));
        assertEquals(
                CborReader.decode(Hex.decode("a10102")), CborReader.decode(Hex.decode("bf0102ff")));
        assertEquals(
                CborReader.decode(Hex.decode("43010203")),
                CborReader.decode(Hex.decode("5f4101420203ff")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "18",
                "1b8000000000000000",
                "3bffffffffffffffff",
                "1c",
                "5f",
                "5f00ff",
                "41",
                "61ff",
                "82",
                "8201",
                "9bffffffffffffffff",
                "9affffffff",
                "a2010101",
                "a201020102",
                "a1",
                "ff",
                "f800",
                "fc",
                "0000",
                "c1",
                "818181818181818181818181818181818180"
            })
    void malformedBytesAreRefused(String hex) {
        assertThrows(CborException.class, () -> CborReader.decode(Hex.decode(hex)));
    }

    @Test
    void tooManyItemsAreRefused() {
        byte[] items = new byte[CborReader.ITEMS_MAX + 3];
        items[0] = (byte) 0x99;
        items[1] = (byte) (CborReader.ITEMS_MAX >> 8);
        items[2] = (byte) CborReader.ITEMS_MAX;
        CborException e = assertThrows(CborException.class, () -> CborReader.decode(items));
        assertEquals("more than 4096 items", e.getMessage());
    }

    @Test
    void randomBytesNeverRaiseAnythingElse() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                Cbor item = CborReader.decode(bytes);
                assertEquals(
                        item,
                        CborReader.decode(CborWriter.encode(item)),
                        () -> "input " + Hex.encode(bytes));
            } catch (CborException e) {
                assertEquals(CborException.class, e.getClass());
            }
        }
    }
}
