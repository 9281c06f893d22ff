package dev.tallystick.js;

import dev.tallystick.js.guest.GuestContext;
import dev.tallystick.js.guest.GuestEngine;
import dev.tallystick.js.guest.GuestLimits;
import dev.tallystick.js.guest.ScriptException;
import dev.tallystick.kv.MapHandle;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code ccf.refreshAppBytecodeCache} (spec 04, 2.4 and 2.5).
 *
 * <p>This engine has no bytecode to store and always runs from source. What remains is the check
 * that comes with compiling everything: each module must parse, and everything it imports must be
 * there. The tables get markers, under a version that no other engine takes for its own.
 */
final class BytecodeTables {
    /** Never equal to a version of CCF's engine, which is a date. */
    static final Bytes VERSION = Bytes.utf8("graaljs-1");

    private static final Logger LOG = LoggerFactory.getLogger(BytecodeTables.class);

    private static final Set<ScriptException.Kind> REFUSED =
            Set.of(
                    ScriptException.Kind.NOT_FOUND,
                    ScriptException.Kind.NOT_COMPILED,
                    ScriptException.Kind.NOT_RESOLVED);

    private final GuestEngine engine;

    BytecodeTables(GuestEngine engine) {
        this.engine = engine;
    }

    /**
     * Checks all modules and writes the markers.
     *
     * @throws GovernanceEffectException naming the first module that cannot be used
     */
    void refresh(Transaction transaction) {
        SortedMap<String, Bytes> modules = new TreeMap<>();
        transaction
                .map(JsTables.MODULES)
                .forEach(
                        (key, text) -> {
                            modules.put(key.utf8(), text);
                            return true;
                        });
        check(transaction, modules);

        MapHandle bytecode = transaction.map(JsTables.BYTECODE);
        bytecode.clear();
        modules.forEach(
                (key, text) ->
                        bytecode.put(
                                Bytes.utf8(key),
                                Bytes.utf8("sha256:" + Digest.sha256(text.toArray()).hex())));
        transaction.map(JsTables.BYTECODE_VERSION).put(Bytes.EIGHT_ZEROS, VERSION);
    }

    private void check(Transaction transaction, SortedMap<String, Bytes> modules) {
        JsRuntimeOptions options = JsTables.runtimeOptions(transaction).withGovernanceFloors();
        GuestLimits limits = Limits.of(options);
        try (GuestContext context = open(limits, modules)) {
            for (String key : modules.keySet()) {
                checkOne(key, () -> context.parse(key));
            }
        }
        try (GuestContext context = open(limits, modules)) {
            context.resolve(modules.keySet());
        } catch (ScriptException e) {
            // Something is missing somewhere: find out where.
            for (String key : modules.keySet()) {
                try (GuestContext context = open(limits, modules)) {
                    checkOne(key, () -> context.resolve(List.of(key)));
                }
            }
        }
    }

    private GuestContext open(GuestLimits limits, SortedMap<String, Bytes> modules) {
        return engine.open(
                limits,
                key -> {
                    Bytes text = modules.get(key);
                    return text == null ? null : text.toArray();
                });
    }

    private interface Step {
        void run() throws ScriptException;
    }

    private static void checkOne(String key, Step step) {
        try {
            step.run();
        } catch (ScriptException e) {
            if (REFUSED.contains(e.kind())) {
                LOG.info("module {} cannot be used: {}", key, e.reason());
                throw new GovernanceEffectException(
                        "Failed to refresh bytecode: Unable to serialize bytecode for JS module '"
                                + key
                                + "'");
            }
        }
    }
}
