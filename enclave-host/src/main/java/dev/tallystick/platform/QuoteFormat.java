package dev.tallystick.platform;

import dev.tallystick.ledger.LedgerFormatException;

/** The kinds of evidence that ledgers know (spec 07, section 1). */
public enum QuoteFormat {
    /** A raw SEV-SNP attestation report. */
    AMD_SEV_SNP_V1("AMD_SEV_SNP_v1"),
    /** A JSON text without any proof. */
    INSECURE_VIRTUAL("Insecure_Virtual"),
    /** Intel SGX: only read in old ledgers, never verified. */
    OE_SGX_V1("OE_SGX_v1");

    private final String text;

    QuoteFormat(String text) {
        this.text = text;
    }

    /** The name in JSON. */
    public String text() {
        return text;
    }

    /**
     * The format called {@code text}.
     *
     * @throws LedgerFormatException if there is none
     */
    public static QuoteFormat parse(String text) {
        for (QuoteFormat format : values()) {
            if (format.text.equals(text)) {
                return format;
            }
        }
        throw new LedgerFormatException("unknown quote format \"" + text + "\"");
    }
}
