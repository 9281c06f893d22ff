package dev.tallystick.js.guest;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.PolyglotException.StackFrame;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;

/**
 * Turns the engine's exceptions into ours, with reasons and traces as CCF's clients know them (spec
 * 04, 6.3).
 */
final class Failures {
    static final String OUT_OF_MEMORY = "InternalError: out of memory";
    static final String STACK_OVERFLOW = "InternalError: stack overflow";
    private static final String INTERRUPTED = "InternalError: interrupted";

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** Tells errors from other values, and renders both as a script would. */
    private static final Source DESCRIBE =
            Source.newBuilder(
                            "js",
                            """
                            (thrown) => {
                                if (thrown instanceof Error) return [`${thrown}`, true];
                                const isObject = Object(thrown) === thrown;
                                return [isObject ? `${JSON.stringify(thrown)}` : String(thrown), false];
                            }
                            """,
                            "describe")
                    .internal(true)
                    .buildLiteral();

    private final Context context;
    private final ModuleFileSystem files;
    private final Map<String, String> labels = new HashMap<>();

    Failures(Context context, ModuleFileSystem files) {
        this.context = context;
        this.files = files;
    }

    /** Shows {@code label} in traces where the engine knows {@code path}. */
    void label(String path, String label) {
        labels.put(path, label);
    }

    ScriptException timedOut(long elapsedMillis, long limitMillis) {
        LOG.info(
                "JS execution has timed out after {} ms, of {} ms allowed",
                elapsedMillis,
                limitMillis);
        return new ScriptException(ScriptException.Kind.TIMED_OUT, INTERRUPTED, null);
    }

    /**
     * What a script threw. An exception of one of our own host functions is not the script's, and
     * goes on as it is.
     */
    ScriptException of(PolyglotException e) {
        if (e.isHostException()) {
            if (e.asHostException() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new IllegalStateException("host function failed", e.asHostException());
        }
        if (e.isCancelled() || e.isInterrupted()) {
            return new ScriptException(ScriptException.Kind.TIMED_OUT, INTERRUPTED, null);
        }
        if (e.isInternalError()) {
            throw new IllegalStateException("the JavaScript engine failed", e);
        }
        if (e.isResourceExhausted()) {
            return new ScriptException(ScriptException.Kind.THREW, OUT_OF_MEMORY, null);
        }
        ScriptException.Kind kind =
                e.isSyntaxError() ? ScriptException.Kind.NOT_COMPILED : ScriptException.Kind.THREW;
        Value thrown = e.getGuestObject();
        if (thrown == null) {
            return new ScriptException(kind, firstLine(String.valueOf(e.getMessage())), traceOf(e));
        }
        try {
            Value described = context.eval(DESCRIBE).execute(thrown);
            String reason = withoutExcerpt(e, described.getArrayElement(0).asString());
            boolean isError = described.getArrayElement(1).asBoolean();
            return new ScriptException(kind, limitNamed(reason), isError ? traceOf(e) : null);
        } catch (PolyglotException whileDescribing) {
            if (whileDescribing.isCancelled()) {
                return new ScriptException(ScriptException.Kind.TIMED_OUT, INTERRUPTED, null);
            }
            return new ScriptException(kind, "the value thrown has no text", null);
        }
    }

    /**
     * The same failure, as one of a call: a syntax error then is one that eval or the like threw.
     */
    ScriptException ofCalling(ScriptException failure) {
        return failure.kind() == ScriptException.Kind.TIMED_OUT
                ? failure
                : new ScriptException(
                        ScriptException.Kind.THREW, failure.reason(), failure.trace());
    }

    /** The same failure, as one of loading a module. */
    ScriptException ofLoading(ScriptException failure) {
        String missing = files.takeMissing();
        ScriptException.Kind kind;
        if (failure.kind() == ScriptException.Kind.TIMED_OUT) {
            kind = ScriptException.Kind.NOT_COMPILED;
        } else if (missing != null || failure.reason().startsWith("Error: Error reading module")) {
            kind = ScriptException.Kind.NOT_RESOLVED;
        } else if (failure.kind() == ScriptException.Kind.NOT_COMPILED
                && !failure.reason().contains("requested module")) {
            kind = ScriptException.Kind.NOT_COMPILED;
        } else {
            kind = ScriptException.Kind.NOT_LINKED;
        }
        return new ScriptException(kind, failure.reason(), failure.trace());
    }

    /** Syntax errors of the engine go on with the line of source; that is not ours to repeat. */
    private static String withoutExcerpt(PolyglotException e, String reason) {
        return e.isSyntaxError() ? firstLine(reason) : reason;
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The engine reports exhausted limits as RangeErrors; CCF has one wording for each. */
    private static String limitNamed(String reason) {
        return switch (reason) {
            case "RangeError: Maximum call stack size exceeded" -> STACK_OVERFLOW;
            case "RangeError: Invalid string length",
                    "RangeError: Array buffer allocation failed" ->
                    OUT_OF_MEMORY;
            default ->
                    reason.matches("RangeError: Invalid typed array length: \\d+")
                            ? OUT_OF_MEMORY
                            : reason;
        };
    }

    private @Nullable String traceOf(PolyglotException e) {
        StringBuilder trace = new StringBuilder();
        for (StackFrame frame : e.getPolyglotStackTrace()) {
            if (frame.isGuestFrame()) {
                trace.append("    at ").append(functionOf(frame));
                trace.append(" (").append(placeOf(frame.getSourceLocation())).append(")\n");
            }
        }
        return trace.isEmpty() ? null : trace.toString();
    }

    private static String functionOf(StackFrame frame) {
        String name = frame.getRootName();
        return name == null || name.isEmpty() || name.startsWith(":") ? "<anonymous>" : name;
    }

    private String placeOf(@Nullable SourceSection section) {
        if (section == null || !section.isAvailable()) {
            return "native";
        }
        String path = section.getSource().getPath();
        String file =
                path == null ? section.getSource().getName() : labels.getOrDefault(path, path);
        return file + ":" + section.getStartLine();
    }
}
