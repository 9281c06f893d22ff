package dev.tallystick.js;

import dev.tallystick.ledger.Digest;

import org.jspecify.annotations.Nullable;

import java.util.SortedMap;

/**
 * What a handler answered, or the OData error that stands for its failure (spec 04, section 6).
 *
 * @param status HTTP status; not range-checked beyond int, as in CCF
 * @param headers by lower-case name, the content type among them when there is one
 * @param body owned by the receiver
 * @param applyWrites what {@code ccf.rpc.setApplyWrites} asked for, null if it was not called
 * @param claimsDigest what {@code ccf.rpc.setClaimsDigest} set, null if it was not called
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, compared by nobody
public record JsResponse(
        int status,
        SortedMap<String, String> headers,
        byte[] body,
        @Nullable Boolean applyWrites,
        @Nullable Digest claimsDigest) {

    /**
     * Whether the transaction is to be committed: the explicit choice, else whether the status is
     * 2xx.
     */
    public boolean writesApply() {
        return applyWrites != null ? applyWrites : status >= 200 && status < 300;
    }
}
