package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import tools.jackson.databind.JsonNode;

/** A receipt in either form, as found in a file. */
public sealed interface AnyReceipt {
    /** Signed by a node. */
    record OfNode(Receipt receipt) implements AnyReceipt {}

    /** Signed by the service. */
    record OfService(CoseReceipt receipt) implements AnyReceipt {}

    /**
     * Whether the bytes begin like JSON or like a tagged COSE message: whether {@link #read} is
     * worth trying.
     */
    static boolean isPossible(byte[] bytes) {
        return isCose(bytes) || first(bytes) == '{';
    }

    /**
     * Reads a receipt.
     *
     * @param bytes COSE, or JSON: the receipt itself, or an answer with a field {@code receipt}
     * @throws ReceiptException for {@link ReceiptCheck#FORM}, if it is no receipt
     */
    static AnyReceipt read(byte[] bytes) {
        try {
            return isCose(bytes)
                    ? new OfService(CoseReceipt.parse(bytes))
                    : new OfNode(ofNode(Json.parseUnambiguous(bytes)));
        } catch (LedgerFormatException e) {
            throw new ReceiptException(ReceiptCheck.FORM, String.valueOf(e.getMessage()));
        }
    }

    private static Receipt ofNode(JsonNode json) {
        return Receipt.fromJson(json.has("receipt") ? json.get("receipt") : json);
    }

    private static boolean isCose(byte[] bytes) {
        return bytes.length > 0 && (bytes[0] & 0xe0) == 0xc0;
    }

    private static int first(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
        }
        return -1;
    }
}
