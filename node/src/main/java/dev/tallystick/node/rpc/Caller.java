package dev.tallystick.node.rpc;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.crypto.CoseSign1;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** Who calls, as the first accepting policy found out (spec 02, 7.1). */
public sealed interface Caller {
    /** Nobody asked: no policies. */
    record Unchecked() implements Caller {}

    /** Anybody may call: {@code no_auth}. */
    record Anyone() implements Caller {}

    /**
     * A user, by TLS certificate.
     *
     * @param id hex SHA-256 of the certificate
     * @param data the user's data, null if none
     * @param certificatePem as stored
     */
    record User(String id, @Nullable JsonNode data, String certificatePem) implements Caller {}

    /** A member, by TLS certificate; fields as for a user. */
    record Member(String id, @Nullable JsonNode data, String certificatePem) implements Caller {}

    /** Somebody with a certificate: its DER as received. */
    record Holder(Bytes certificateDer) implements Caller {}

    /**
     * A member, by signed message.
     *
     * @param id hex SHA-256 of the certificate, as the message's {@code kid} names it
     * @param message the verified envelope
     */
    record SigningMember(String id, CoseSign1 message) implements Caller {}
}
