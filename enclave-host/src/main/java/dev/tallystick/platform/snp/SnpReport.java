package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Hex;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The attestation report of AMD SEV-SNP: 1184 bytes, all numbers little endian (spec 07, 2.1). It
 * says what it says; whether that is true is decided by {@link SnpVerifier}.
 */
public final class SnpReport {

    /** Size of every report in bytes. */
    public static final int SIZE = 1184;

    /** The signature is over the first so many bytes. */
    static final int SIGNED_SIZE = 0x2A0;

    private static final int SIGNATURE_FIELD_SIZE = 72;
    private static final int SIGNATURE_NUMBER_SIZE = 48;

    private final byte[] bytes;
    private final ByteBuffer fields;

    private SnpReport(byte[] bytes) {
        this.bytes = bytes;
        this.fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Takes the bytes for a report.
     *
     * @throws SnpException unless there are exactly 1184 of them
     */
    public static SnpReport parse(Bytes raw) {
        if (raw.length() != SIZE) {
            throw new SnpException(
                    "Input SEV-SNP attestation report is not of expected size "
                            + SIZE
                            + ": "
                            + raw.length());
        }
        return new SnpReport(raw.toArray());
    }

    /** Version of the layout; 3 is the least that names the CPU. */
    public int version() {
        return fields.getInt(0);
    }

    /** Guest security version from the ID block, unsigned. */
    public int guestSvn() {
        return fields.getInt(0x004);
    }

    /** The bits of the guest policy (2.2). */
    public long policy() {
        return fields.getLong(0x008);
    }

    /** Whether the host may read the guest's memory for debugging. */
    public boolean isDebugAllowed() {
        return ((policy() >> 19) & 1) == 1;
    }

    /** Whether the guest may be moved by a migration agent. */
    public boolean isMigrationAllowed() {
        return ((policy() >> 18) & 1) == 1;
    }

    /** A bit that is 1 in every policy. */
    boolean isReservedPolicyBitSet() {
        return ((policy() >> 17) & 1) == 1;
    }

    /** Privilege level of the asker, unsigned: 0 to 3 in a guest, 0xFFFFFFFF from the host. */
    public long vmpl() {
        return Integer.toUnsignedLong(fields.getInt(0x030));
    }

    /** 1 = ECDSA P-384 with SHA-384. */
    public int signatureAlgorithm() {
        return fields.getInt(0x034);
    }

    /** The bits of the platform (2.2). */
    public long platformInfo() {
        return fields.getLong(0x040);
    }

    /** Author key, mask and signing key bits (2.2). */
    public int flags() {
        return fields.getInt(0x048);
    }

    /** Whether the report is not signed by the key of a real chip. */
    public boolean isChipKeyMasked() {
        return ((flags() >> 1) & 1) == 1;
    }

    /** 0 = VCEK, 1 = VLEK, 7 = none. */
    public int signingKey() {
        return (flags() >> 2) & 7;
    }

    /** 64 bytes supplied by the guest. */
    public Bytes reportData() {
        return slice(0x050, 64);
    }

    /** The launch digest, 48 bytes. */
    public Bytes measurement() {
        return slice(0x090, 48);
    }

    /** 32 bytes supplied by the host at launch, as hex. */
    public String hostDataHex() {
        return Hex.encode(slice(0x0C0, 32).toArray());
    }

    /** The firmware that runs now. */
    public TcbVersion currentTcb() {
        return new TcbVersion(slice(0x038, 8));
    }

    /** The firmware that chose the signing key. */
    public TcbVersion reportedTcb() {
        return new TcbVersion(slice(0x180, 8));
    }

    /** The firmware below which the platform cannot be set back. */
    public TcbVersion committedTcb() {
        return new TcbVersion(slice(0x1E0, 8));
    }

    /** The firmware at the guest's launch. */
    public TcbVersion launchTcb() {
        return new TcbVersion(slice(0x1F0, 8));
    }

    /** CPU family, combined; 0 before version 3. */
    public int cpuFamily() {
        return fields.get(0x188) & 0xFF;
    }

    /** CPU model, combined; 0 before version 3. */
    public int cpuModel() {
        return fields.get(0x189) & 0xFF;
    }

    /** CPU stepping; 0 before version 3. */
    public int cpuStepping() {
        return fields.get(0x18A) & 0xFF;
    }

    /** The 64 bytes that name the chip; all 0 if the host masks them. */
    public Bytes chipId() {
        return slice(0x1A0, 64);
    }

    /** The running firmware as {@code major.minor.build}, correctly labelled (see 2.1). */
    public String currentFirmware() {
        return firmware(0x1E8);
    }

    /** The committed firmware as {@code major.minor.build}. */
    public String committedFirmware() {
        return firmware(0x1EC);
    }

    /** The whole report. */
    public Bytes raw() {
        return Bytes.copyOf(bytes);
    }

    /** The signed bytes. */
    byte[] signed() {
        return Arrays.copyOf(bytes, SIGNED_SIZE);
    }

    /**
     * The signature as big-endian {@code r || s} of 48 bytes each.
     *
     * @throws SnpException if r or s does not fit, which cannot verify (2.6), or if the rest of the
     *     signature field is not zero
     */
    byte[] signature() {
        for (int i = SIGNED_SIZE + 2 * SIGNATURE_FIELD_SIZE; i < SIZE; i++) {
            if (bytes[i] != 0) {
                throw new SnpException(SnpVerifier.NOT_SIGNED_BY_VCEK);
            }
        }
        byte[] rs = new byte[2 * SIGNATURE_NUMBER_SIZE];
        for (int number = 0; number < 2; number++) {
            int start = SIGNED_SIZE + number * SIGNATURE_FIELD_SIZE;
            for (int i = 0; i < SIGNATURE_FIELD_SIZE; i++) {
                byte value = bytes[start + i];
                if (i < SIGNATURE_NUMBER_SIZE) {
                    rs[(number + 1) * SIGNATURE_NUMBER_SIZE - 1 - i] = value;
                } else if (value != 0) {
                    throw new SnpException(SnpVerifier.NOT_SIGNED_BY_VCEK);
                }
            }
        }
        return rs;
    }

    private String firmware(int offset) {
        return (bytes[offset + 2] & 0xFF)
                + "."
                + (bytes[offset + 1] & 0xFF)
                + "."
                + (bytes[offset] & 0xFF);
    }

    private Bytes slice(int offset, int size) {
        return Bytes.copyOf(bytes, offset, size);
    }
}
