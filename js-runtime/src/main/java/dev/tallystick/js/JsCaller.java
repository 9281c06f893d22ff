package dev.tallystick.js;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.SortedMap;

/**
 * Who calls, as an authentication policy found out; becomes {@code request.caller} (spec 04,
 * section 5).
 */
public sealed interface JsCaller {
    /**
     * By {@code user_cert}.
     *
     * @param id hex SHA-256 of the DER certificate
     * @param data the user's data, null if none
     * @param certificatePem as stored in the certificates table
     */
    record UserCert(String id, @Nullable JsonNode data, String certificatePem)
            implements JsCaller {}

    /** By {@code member_cert}; fields as for a user. */
    record MemberCert(String id, @Nullable JsonNode data, String certificatePem)
            implements JsCaller {}

    /** By {@code any_cert}: the PEM of the certificate the TLS peer presented. */
    record AnyCert(String certificatePem) implements JsCaller {}

    /** By {@code user_cose_sign1}: the signed payload, and the user as for {@link UserCert}. */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    record UserCoseSign1(byte[] content, UserCert user) implements JsCaller {
        /** Copies the payload. */
        public UserCoseSign1 {
            content = content.clone();
        }

        /** A copy of the payload. */
        @Override
        public byte[] content() {
            return content.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof UserCoseSign1 that
                    && Arrays.equals(content, that.content)
                    && user.equals(that.user);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(content) + user.hashCode();
        }

        @Override
        public String toString() {
            return "UserCoseSign1[" + content.length + " bytes, " + user.id() + "]";
        }
    }

    /** By {@code jwt}: the key's issuer, and the token's two JSON parts. */
    record Jwt(String keyIssuer, JsonNode header, JsonNode payload) implements JsCaller {}

    /** By {@code no_auth}. */
    record NoAuth() implements JsCaller {}

    /** By several policies at once; keys are their names. */
    record AllOf(SortedMap<String, JsCaller> byPolicy) implements JsCaller {}
}
