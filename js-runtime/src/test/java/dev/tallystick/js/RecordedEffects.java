package dev.tallystick.js;

import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what was ordered, or refuses it. */
final class RecordedEffects implements GovernanceEffects {
    private final List<String> orders = new ArrayList<>();
    @Nullable String refusal;

    String last() {
        return orders.getLast();
    }

    private void order(String words) {
        if (refusal != null) {
            throw new GovernanceEffectException(refusal);
        }
        orders.add(words);
    }

    @Override
    public void triggerLedgerRekey(Transaction transaction) {
        order("rekey");
    }

    @Override
    public void transitionServiceToOpen(
            Transaction transaction, byte @Nullable [] previous, byte @Nullable [] next) {
        order("open " + text(previous) + " " + text(next));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void triggerRecoverySharesRefresh(Transaction transaction) {
        order("shares");
    }

    @Override
    public void triggerLedgerChunk(Transaction transaction) {
        order("chunk");
    }

    @Override
    public void triggerSnapshot(Transaction transaction) {
        order("snapshot");
    }

    @Override
    public long latestLedgerSecretSeqno(Transaction transaction) {
        return 7;
    }

    @Override
    public String generateEndorsedCertificate(
            Transaction transaction, String csrPem, String validFrom, long validityDays) {
        return "endorsed " + csrPem + " " + validFrom + " " + validityDays;
    }

    @Override
    public String generateNetworkCertificate(
            Transaction transaction, String validFrom, long validityDays) {
        return "network " + validFrom + " " + validityDays;
    }

    @Override
    public void setJwtPublicSigningKeys(
            Transaction transaction, String issuer, JsonNode metadata, JsonNode jwks) {
        order("jwt " + issuer + " " + Json.compact(metadata) + " " + Json.compact(jwks));
    }

    @Override
    public void removeJwtPublicSigningKeys(Transaction transaction, String issuer) {
        order("no jwt " + issuer);
    }
}
