package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is noted about a member: a row of {@code public:ccf.gov.members.info} (spec 03, 7.1).
 *
 * @param data anything
 * @param recoveryRole null where none is stored
 */
public record MemberInfo(
        MemberStatus status, @Nullable JsonNode data, @Nullable RecoveryRole recoveryRole) {
    static final Codec<MemberInfo> CODEC = Codec.json(MemberInfo::toJson, MemberInfo::fromJson);

    /** The same member in another status. */
    public MemberInfo withStatus(MemberStatus next) {
        return new MemberInfo(next, data, recoveryRole);
    }

    /** Whether the member may propose and vote. */
    public boolean isActive() {
        return status == MemberStatus.ACTIVE;
    }

    /** The role in which the member takes part in a recovery (spec 03, 1.3). */
    public RecoveryRole effectiveRole(boolean hasEncryptionKey) {
        if (recoveryRole != null) {
            return recoveryRole;
        }
        return hasEncryptionKey ? RecoveryRole.PARTICIPANT : RecoveryRole.NON_PARTICIPANT;
    }

    private ObjectNode toJson() {
        ObjectNode json = Json.object().put("status", status.text());
        Fields.put(json, "member_data", data);
        Fields.put(json, "recovery_role", recoveryRole == null ? null : recoveryRole.text());
        return json;
    }

    private static MemberInfo fromJson(JsonNode json) {
        Fields fields = new Fields(json);
        return new MemberInfo(
                MemberStatus.of(fields.text("status")),
                fields.optional("member_data"),
                fields.optional("recovery_role", role -> RecoveryRole.of(role.stringValue())));
    }
}
