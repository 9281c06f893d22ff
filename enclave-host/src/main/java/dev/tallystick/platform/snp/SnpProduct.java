package dev.tallystick.platform.snp;

import java.util.HexFormat;
import java.util.Optional;

/** The CPU generations that are supported, matched exactly (spec 07, 2.4). */
public enum SnpProduct {
    /** Third generation EPYC. */
    MILAN(0x19, 0x01, 64),
    /** Fourth generation EPYC. */
    GENOA(0x19, 0x11, 64),
    /** Fifth generation EPYC. */
    TURIN(0x1A, 0x02, 8);

    private final int family;
    private final int model;
    private final int chipIdSize;

    SnpProduct(int family, int model, int chipIdSize) {
        this.family = family;
        this.model = model;
        this.chipIdSize = chipIdSize;
    }

    /** The product with this CPU family and model, if it is supported. */
    public static Optional<SnpProduct> of(int family, int model) {
        for (SnpProduct product : values()) {
            if (product.family == family && product.model == model) {
                return Optional.of(product);
            }
        }
        return Optional.empty();
    }

    /** How many bytes of the report's chip id identify the chip. */
    int chipIdSize() {
        return chipIdSize;
    }

    /**
     * The key of the TCB table for a CPU: what CPUID function 1 gives in EAX, as 8 hex digits, most
     * significant first.
     */
    public static String cpuidHex(int family, int model, int stepping) {
        int baseFamily = Math.min(family, 0xF);
        int extendedFamily = family - baseFamily;
        int eax =
                (extendedFamily << 20)
                        | ((model >> 4) << 16)
                        | (baseFamily << 8)
                        | ((model & 0xF) << 4)
                        | (stepping & 0xF);
        return HexFormat.of().toHexDigits(eax);
    }
}
