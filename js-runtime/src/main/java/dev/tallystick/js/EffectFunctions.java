package dev.tallystick.js;

import dev.tallystick.js.ccf.Extension;
import dev.tallystick.js.ccf.HostCall;
import dev.tallystick.js.ccf.HostFunction;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * {@code ccf.node}, {@code ccf.network} and the other effects that only {@code apply} has (spec 04,
 * 13.2).
 */
final class EffectFunctions {
    private final GovernanceEffects effects;
    private final BytecodeTables bytecode;

    private EffectFunctions(GovernanceEffects effects, BytecodeTables bytecode) {
        this.effects = effects;
        this.bytecode = bytecode;
    }

    static Extension extension(GovernanceEffects effects, BytecodeTables bytecode) {
        return new Extension("effects", new EffectFunctions(effects, bytecode).functions());
    }

    /** An effect with a result for the script. */
    private interface Effect {
        @Nullable Object run(HostCall call, Transaction transaction);
    }

    /** An effect without one. */
    private interface Order {
        void run(HostCall call, Transaction transaction);
    }

    private Map<String, HostFunction> functions() {
        Map<String, HostFunction> functions = new HashMap<>();
        functions.put("refreshAppBytecodeCache", order((call, tx) -> bytecode.refresh(tx)));
        functions.put("triggerLedgerRekey", order((call, tx) -> effects.triggerLedgerRekey(tx)));
        functions.put("transitionServiceToOpen", order(this::transitionServiceToOpen));
        functions.put(
                "triggerRecoverySharesRefresh",
                order((call, tx) -> effects.triggerRecoverySharesRefresh(tx)));
        functions.put("triggerLedgerChunk", order((call, tx) -> effects.triggerLedgerChunk(tx)));
        functions.put("triggerSnapshot", order((call, tx) -> effects.triggerSnapshot(tx)));
        functions.put(
                "latestLedgerSecretSeqno",
                effect((call, tx) -> (double) effects.latestLedgerSecretSeqno(tx)));
        functions.put(
                "generateEndorsedCertificate",
                effect(
                        (call, tx) ->
                                effects.generateEndorsedCertificate(
                                        tx, call.string(0), call.string(1), call.integer(2))));
        functions.put(
                "generateNetworkCertificate",
                effect(
                        (call, tx) ->
                                effects.generateNetworkCertificate(
                                        tx, call.string(0), call.integer(1))));
        functions.put("setJwtPublicSigningKeys", order(this::setJwtPublicSigningKeys));
        functions.put(
                "removeJwtPublicSigningKeys",
                order((call, tx) -> effects.removeJwtPublicSigningKeys(tx, call.string(0))));
        return functions;
    }

    private void transitionServiceToOpen(HostCall call, Transaction transaction) {
        effects.transitionServiceToOpen(transaction, bytesOrNull(call, 0), bytesOrNull(call, 1));
    }

    private void setJwtPublicSigningKeys(HostCall call, Transaction transaction) {
        try {
            effects.setJwtPublicSigningKeys(
                    transaction,
                    call.string(0),
                    Json.parse(call.string(1)),
                    Json.parse(call.string(2)));
        } catch (LedgerFormatException e) {
            throw new GovernanceEffectException("set_jwt_public_signing_keys() failed");
        }
    }

    private static byte @Nullable [] bytesOrNull(HostCall call, int index) {
        return call.argument(index).isNull() ? null : call.bytes(index);
    }

    private static HostFunction order(Order order) {
        return effect(
                (call, transaction) -> {
                    order.run(call, transaction);
                    return null;
                });
    }

    private static HostFunction effect(Effect effect) {
        return call -> {
            try {
                return effect.run(call, call.invocation().transaction());
            } catch (GovernanceEffectException e) {
                throw call.internalError(String.valueOf(e.getMessage()));
            }
        };
    }
}
