package dev.tallystick.governance.api;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.auth.SignedRequest;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.regex.Pattern;

/**
 * One request on its way through a handler.
 *
 * @param signed who sent it; null where anybody may
 */
public record GovCall(GovRequest request, Transaction tx, @Nullable SignedRequest signed) {
    private static final Pattern ENTITY_ID = Pattern.compile("[0-9a-fA-F]{64}");

    /** A parameter of the path, still percent-encoded. */
    String path(String name) {
        String value = request.pathParameters().get(name);
        Check.that(value != null, "the server gave no path parameter %s", name);
        return value == null ? "" : value;
    }

    /**
     * A parameter of the path that must be 64 hex digits of either case.
     *
     * @param what as the refusal names it, such as {@code member ID}
     */
    String entityId(String name, String what) {
        String value = path(name);
        if (!ENTITY_ID.matcher(value).matches()) {
            throw GovException.badRequest(
                    ErrorCode.INVALID_RESOURCE_NAME,
                    "'" + value + "' is not a valid hex-encoded " + what);
        }
        return value;
    }

    /** Whether a parameter of the path is 64 hex digits and exactly this. */
    boolean isEntityId(String name, @Nullable String expected) {
        String value = path(name);
        return ENTITY_ID.matcher(value).matches() && value.equals(expected);
    }

    /** The signer; the route demands one. */
    MemberId signer() {
        return signedRequest().signer();
    }

    /** The verified request; the route demands one. */
    SignedRequest signedRequest() {
        if (signed == null) {
            throw new IllegalStateException("an unsigned request reached a handler of signed ones");
        }
        return signed;
    }

    /** The signed payload as JSON. */
    JsonNode payloadJson() {
        try {
            return Json.parse(signedRequest().payload());
        } catch (LedgerFormatException e) {
            throw GovException.badRequest(ErrorCode.INVALID_INPUT, String.valueOf(e.getMessage()));
        }
    }

    /** The signed payload's text field, or null when it is no object with such a field. */
    @Nullable String payloadText(String field) {
        JsonNode json = payloadJson().get(field);
        return json != null && json.isString() ? json.stringValue() : null;
    }
}
