package dev.tallystick.governance.api;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.shares.RecoveryShares;

import java.util.Base64;
import java.util.List;

/** What a member needs to help recover the service (spec 03, 3.5). */
final class RecoveryRoutes {
    private static final String MEMBER = "memberId";

    List<GovRoute> routes() {
        return List.of(
                GovRoute.read(
                        "/recovery/encrypted-shares/{" + MEMBER + "}",
                        RecoveryRoutes::encryptedShare));
    }

    private static GovResponse encryptedShare(GovCall call) {
        MemberId member = new MemberId(call.entityId(MEMBER, "member ID"));
        RecoveryShares shares =
                Tables.RECOVERY_SHARES
                        .get(call.tx())
                        .orElseThrow(
                                () ->
                                        GovException.internal(
                                                "Failed to retrieve current recovery shares info"));
        Bytes share = shares.encryptedShares().get(member.hex());
        if (share == null) {
            throw GovException.notFound(
                    ErrorCode.RESOURCE_NOT_FOUND,
                    "Recovery share not found for member " + member + ".");
        }
        return GovResponse.json(
                Json.object()
                        .put("memberId", member.hex())
                        .put(
                                "encryptedShare",
                                Base64.getEncoder().encodeToString(share.toArray())));
    }
}
