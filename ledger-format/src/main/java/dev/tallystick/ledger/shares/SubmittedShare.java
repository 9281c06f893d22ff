package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.GcmCipher;
import dev.tallystick.ledger.entry.LedgerSecret;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.Base64;

/**
 * A value of {@code public:ccf.internal.encrypted_submitted_shares}: a share that a member has
 * submitted in a recovery, encrypted under the new service's secret until enough have come (spec
 * 01, 6.7, point 4).
 *
 * @param encrypted 72 bytes, as {@link GcmCipher} seals a share
 */
public record SubmittedShare(Bytes encrypted) {
    private static final String WHAT = "a submitted share";

    /**
     * Encrypts a share.
     *
     * @param latest the latest ledger secret, i.e. the recovering service's own
     */
    public static SubmittedShare seal(Share share, LedgerSecret latest) {
        byte[] sealed = GcmCipher.seal(latest.keyBytes(), share.bytes().toArray());
        return new SubmittedShare(Bytes.wrap(sealed));
    }

    /**
     * Decrypts the share.
     *
     * @throws LedgerFormatException if it is not encrypted under {@code latest}, or is no share
     */
    public Share open(LedgerSecret latest) {
        return Share.parse(
                GcmCipher.open(latest.keyBytes(), encrypted.toArray())
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                WHAT + " is not encrypted under this secret")));
    }

    /**
     * Reads a value of the table: a JSON string of base64.
     *
     * @throws LedgerFormatException if it is not one
     */
    public static SubmittedShare fromJson(Bytes value) {
        JsonNode text = Json.parse(value);
        if (!text.isString()) {
            throw new LedgerFormatException(WHAT + " is not a JSON string");
        }
        return new SubmittedShare(JsonFields.base64(WHAT, text.stringValue()));
    }

    /** The value of the table, as CCF writes it. */
    public Bytes toJson() {
        String base64 = Base64.getEncoder().encodeToString(encrypted.toArray());
        return Json.canonicalBytes(JsonNodeFactory.instance.stringNode(base64));
    }
}
