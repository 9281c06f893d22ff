package dev.tallystick.node.rpc;

import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.UserId;
import dev.tallystick.ledger.crypto.Certificate;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** Who calls, as the first accepting policy found out (spec 02, 7.1). */
public sealed interface Caller {
    /** Nobody asked: the endpoint has no policies. */
    record Unchecked() implements Caller {}

    /** Anybody may call: {@code no_auth}. */
    record Anyone() implements Caller {}

    /**
     * A user, by TLS certificate.
     *
     * @param data what is noted about the user, null if nothing
     * @param certificatePem as stored
     */
    record User(UserId id, @Nullable JsonNode data, String certificatePem) implements Caller {}

    /** A member, by TLS certificate; components as for a user. */
    record Member(MemberId id, @Nullable JsonNode data, String certificatePem) implements Caller {}

    /** Somebody with a certificate that is valid now. */
    record Holder(Certificate certificate) implements Caller {}

    /** A node of the service, by TLS certificate. */
    record Node(NodeId id) implements Caller {}
}
