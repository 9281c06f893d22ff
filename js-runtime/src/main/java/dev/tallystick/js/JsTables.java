package dev.tallystick.js;

import dev.tallystick.kv.MapHandle;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import org.jspecify.annotations.Nullable;

/** The tables in which governance keeps the application and its options (spec 04, 2.3). */
public final class JsTables {
    /** Key {@code "/" + name}, value source text. */
    public static final String MODULES = "public:ccf.gov.modules";

    /** Key {@code "VERB path"}, value JSON. */
    public static final String ENDPOINTS = "public:ccf.gov.endpoints";

    /** Keys as in the modules table; what CCF keeps its compiled code in. */
    public static final String BYTECODE = "public:ccf.gov.modules_quickjs_bytecode";

    /** One value: which engine wrote the bytecode. */
    public static final String BYTECODE_VERSION = "public:ccf.gov.modules_quickjs_version";

    /** One value, rewritten whenever kept interpreters must go. */
    public static final String INTERPRETER_FLUSH = "public:ccf.gov.interpreter.flush";

    /** One value: JSON of {@link JsRuntimeOptions}. */
    public static final String RUNTIME_OPTIONS = "public:ccf.gov.js_runtime_options";

    private JsTables() {}

    /**
     * The options that hold in this transaction's state; the defaults where none, or none readable,
     * are stored.
     */
    public static JsRuntimeOptions runtimeOptions(Transaction transaction) {
        return transaction
                .map(RUNTIME_OPTIONS)
                .get(Bytes.EIGHT_ZEROS)
                .map(JsTables::readOptions)
                .orElse(JsRuntimeOptions.DEFAULT);
    }

    private static JsRuntimeOptions readOptions(Bytes stored) {
        try {
            return JsRuntimeOptions.fromJson(Json.parse(stored));
        } catch (LedgerFormatException e) {
            return JsRuntimeOptions.DEFAULT;
        }
    }

    static byte @Nullable [] module(Transaction transaction, String key) {
        MapHandle modules = transaction.map(MODULES);
        return modules.get(Bytes.utf8(key)).map(Bytes::toArray).orElse(null);
    }
}
