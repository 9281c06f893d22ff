package dev.tallystick.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String EMPTY =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void sha256IsThatOfTheStandard() {
        assertEquals(EMPTY, Digest.sha256(new byte[0]).hex());
        assertEquals(
                Digest.sha256(new byte[] {1, 2, 3}),
                Digest.sha256(new byte[] {1}, new byte[] {2, 3}));
        assertEquals(Digest.sha256(new byte[64]), Digest.sha256(Digest.ZERO, Digest.ZERO));
    }

    @Test
    void hexIsReadBack() {
        assertEquals(EMPTY, Digest.fromHex(EMPTY).toString());
        assertThrows(LedgerFormatException.class, () -> Digest.fromHex("e3b0"));
        assertThrows(LedgerFormatException.class, () -> Digest.fromHex("x".repeat(64)));
        assertThrows(LedgerFormatException.class, () -> Digest.fromHex(EMPTY + "0"));
    }

    @Test
    void bytesAreCopiedInAndOut() {
        byte[] bytes = new byte[32];
        Digest digest = Digest.of(bytes);
        bytes[0] = 1;
        digest.bytes()[1] = 1;

        assertEquals(Digest.ZERO, digest);
        assertArrayEquals(new byte[32], digest.bytes());
    }
}
