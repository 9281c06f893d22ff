package dev.tallystick.js.guest;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One global object, with its modules and limits.
 *
 * <p>May move between threads, but is used by one at a time. After a time-out it is dead and every
 * further call fails.
 */
public final class GuestContext implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuestContext.class);

    /** Evaluating modules is not counted against a call's time, but must end too. */
    private static final long LOAD_MILLIS = Duration.ofSeconds(60).toMillis();

    private static final String ROOT = "/.tallystick/root";
    private static final String CAPTURE = "/.tallystick/capture";
    private static final String HOOK = "__tallystick_capture";

    private final Context context;
    private final ModuleFileSystem files;
    private final ModuleSource modules;
    private final GuestLimits limits;
    private final Watchdog watchdog;
    private final Failures failures;

    GuestContext(
            Context context,
            ModuleFileSystem files,
            ModuleSource modules,
            GuestLimits limits,
            Watchdog watchdog) {
        this.context = context;
        this.files = files;
        this.modules = modules;
        this.limits = limits;
        this.watchdog = watchdog;
        this.failures = new Failures(context, files);
    }

    /** The limits it was opened with. */
    public GuestLimits limits() {
        return limits;
    }

    /** Evaluates a script of our own, which is expected not to fail. */
    public Value install(Source script) {
        return context.eval(script);
    }

    /**
     * Loads a module with all that it imports, evaluates it, and returns its namespace.
     *
     * <p>If the top level of the module or of a dependency throws, that is logged and otherwise
     * ignored, as CCF does: function declarations of the module can still be called (spec 04, 4.4).
     * For this the namespace is taken before the evaluation: the module's text gets an import of a
     * tiny capturing module in front, which imports the module in turn, and being part of a cycle
     * runs first.
     *
     * @param key with its leading slash
     * @param label the name of the module in messages and traces
     */
    public Value load(String key, String label) throws ScriptException {
        byte[] text = modules.module(key);
        if (text == null) {
            throw new ScriptException(ScriptException.Kind.NOT_FOUND, "no module " + label, null);
        }
        String path = ModuleFileSystem.absolute(key).toString();
        failures.label(path, label);
        files.put(key, withCapture(text));
        files.put(CAPTURE, captureOf(path));
        Namespace captured = new Namespace();
        context.getBindings("js").putMember(HOOK, captured);
        try {
            timed(LOAD_MILLIS, () -> context.eval(rootOf(path)));
        } catch (ScriptException e) {
            if (captured.value == null || e.kind() == ScriptException.Kind.TIMED_OUT) {
                throw failures.ofLoading(e);
            }
            LOG.warn("top level of {} failed, going on without: {}", label, e.reason());
        }
        Value namespace = captured.value;
        if (namespace == null) {
            throw new ScriptException(
                    ScriptException.Kind.NOT_LINKED, "no namespace of " + label, null);
        }
        return namespace;
    }

    /** Parses a module without evaluating or linking it. */
    public void parse(String key) throws ScriptException {
        byte[] text = modules.module(key);
        if (text == null) {
            throw new ScriptException(ScriptException.Kind.NOT_FOUND, "no module " + key, null);
        }
        Source source = moduleSource(new String(text, StandardCharsets.UTF_8), key);
        try {
            timed(LOAD_MILLIS, () -> context.parse(source));
        } catch (ScriptException e) {
            throw failures.ofLoading(e);
        }
    }

    /**
     * Loads, but does not evaluate, the modules and all that they import; fails if one cannot be
     * found or linked.
     */
    public void resolve(Iterable<String> keys) throws ScriptException {
        files.put(CAPTURE, "throw null;".getBytes(StandardCharsets.UTF_8));
        StringBuilder root = new StringBuilder("import ").append(quote(CAPTURE)).append(';');
        for (String key : keys) {
            String path = ModuleFileSystem.absolute(key).toString();
            root.append("import ").append(quote(path)).append(";\n");
        }
        Source source = moduleSource(root.toString(), ROOT);
        try {
            timed(LOAD_MILLIS, () -> context.eval(source));
        } catch (ScriptException e) {
            if (!e.reason().equals("null")) {
                throw failures.ofLoading(e);
            }
        }
    }

    /**
     * Looks at what was loaded, under the same bound as loading it.
     *
     * @throws ScriptException of kind THREW or TIMED_OUT
     */
    public <T> T inspect(GuestCall<T> look) throws ScriptException {
        try {
            return timed(LOAD_MILLIS, look);
        } catch (ScriptException e) {
            throw failures.ofCalling(e);
        }
    }

    /**
     * Runs {@code call} under the context's limits.
     *
     * @throws ScriptException of kind THREW or TIMED_OUT
     */
    public <T> T call(GuestCall<T> call) throws ScriptException {
        if (limits.heapBytes() < GuestLimits.HEAP_BYTES_MIN) {
            throw new ScriptException(ScriptException.Kind.THREW, Failures.OUT_OF_MEMORY, null);
        }
        if (limits.stackBytes() < GuestLimits.STACK_BYTES_MIN) {
            throw new ScriptException(ScriptException.Kind.THREW, Failures.STACK_OVERFLOW, null);
        }
        try {
            return timed(limits.timeMillis(), call);
        } catch (ScriptException e) {
            throw failures.ofCalling(e);
        }
    }

    private <T> T timed(long millis, GuestCall<T> call) throws ScriptException {
        Deadline deadline = watchdog.start(millis, this::cancel);
        Optional<T> result = Optional.empty();
        ScriptException failure = null;
        try {
            result = Optional.of(call.run());
        } catch (PolyglotException e) {
            // Describing it runs the script's own toString, so this is still under the limit.
            failure = failures.of(e);
        } finally {
            if (!deadline.finish()) {
                // Cancelling interrupts a thread that waits in the host.
                Thread.interrupted();
                failure = failures.timedOut(deadline.elapsedMillis(), millis);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return result.orElseThrow();
    }

    private void cancel() {
        context.close(true);
    }

    private static Source rootOf(String path) {
        return moduleSource("import " + quote(path) + ";", ROOT);
    }

    private static Source moduleSource(String text, String path) {
        return Source.newBuilder("js", text, path)
                .mimeType("application/javascript+module")
                .buildLiteral();
    }

    /**
     * The module's text with an import in front of its first line, or of its second if the first is
     * {@code #!}.
     */
    private static byte[] withCapture(byte[] text) {
        byte[] glue = ("import " + quote(CAPTURE) + ";").getBytes(StandardCharsets.UTF_8);
        int at = 0;
        if (text.length > 1 && text[0] == '#' && text[1] == '!') {
            while (at < text.length && text[at] != '\n') {
                at++;
            }
            at = Math.min(at + 1, text.length);
        }
        byte[] glued = new byte[text.length + glue.length];
        System.arraycopy(text, 0, glued, 0, at);
        System.arraycopy(glue, 0, glued, at, glue.length);
        System.arraycopy(text, at, glued, at + glue.length, text.length - at);
        return glued;
    }

    /** Hands the namespace to the hook, and removes the hook before any other module runs. */
    private static byte[] captureOf(String path) {
        String text =
                "import * as namespace from %s; const hook = globalThis.%s; delete globalThis.%s; hook(namespace);"
                        .formatted(quote(path), HOOK, HOOK);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || c > '~') {
                quoted.append("\\u").append("%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public void close() {
        context.close(true);
    }

    /** Receives the namespace from the capturing module. */
    private static final class Namespace implements ProxyExecutable {
        private @Nullable Value value;

        @Override
        public @Nullable Object execute(Value... arguments) {
            value = arguments[0];
            return null;
        }
    }
}
