package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import tools.jackson.databind.JsonNode;

import java.util.Base64;
import java.util.Locale;

/**
 * The endorsement certificates that a host supplies as a file: base64 of a JSON object (spec 07,
 * 4.5).
 *
 * @param tcbm the TCB that they are for: 16 upper-case hex digits
 * @param pem VCEK, ASK, ARK
 */
public record EndorsementsFile(String tcbm, Bytes pem) {

    private static final String ERROR = "Error attempting to use SNP endorsements from file: ";

    /**
     * Reads the content of such a file.
     *
     * @throws SnpException if it is not of that form
     */
    public static EndorsementsFile parse(String content) {
        try {
            JsonNode json = Json.parse(Base64.getMimeDecoder().decode(content));
            text(json, "cacheControl");
            return new EndorsementsFile(
                    text(json, "tcbm"),
                    Bytes.utf8(text(json, "vcekCert") + text(json, "certificateChain")));
        } catch (LedgerFormatException | IllegalArgumentException e) {
            throw new SnpException(ERROR + e.getMessage(), e);
        }
    }

    /** Whether the certificates are those of the report's TCB. */
    public boolean isFor(SnpReport report) {
        return tcbm.equals(report.reportedTcb().hex().toUpperCase(Locale.ROOT));
    }

    private static String text(JsonNode json, String name) {
        JsonNode member = json.path(name);
        if (!member.isString()) {
            throw new SnpException(ERROR + name + " is not a string");
        }
        return member.stringValue();
    }
}
