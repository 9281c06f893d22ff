package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Hex;

/**
 * The firmware versions of a platform as the eight bytes of a report (spec 07, 2.3).
 *
 * @param bytes in the report's order: the least significant first
 */
public record TcbVersion(Bytes bytes) {

    private static final int SIZE = 8;

    public TcbVersion {
        if (bytes.length() != SIZE) {
            throw new SnpException("Invalid TCB version data size: " + bytes.length());
        }
    }

    /**
     * Reads the text form.
     *
     * @throws SnpException unless it is 16 hex digits
     */
    public static TcbVersion fromHex(String hex) {
        byte[] digits;
        try {
            digits = Hex.decode(hex);
        } catch (RuntimeException e) {
            throw new SnpException("Invalid TCB version: " + e.getMessage(), e);
        }
        return new TcbVersion(Bytes.wrap(reversed(digits)));
    }

    /** 16 lower-case hex digits, the most significant byte first. */
    public String hex() {
        return Hex.encode(reversed(bytes.toArray()));
    }

    /** What each byte means on {@code product}. */
    public TcbPolicy on(SnpProduct product) {
        return switch (product) {
            case MILAN, GENOA -> new TcbPolicy(at(7), at(6), at(1), at(0), null, hex());
            case TURIN -> new TcbPolicy(at(7), at(3), at(2), at(1), at(0), hex());
        };
    }

    private int at(int index) {
        return bytes.at(index) & 0xFF;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    @Override
    public String toString() {
        return hex();
    }
}
