package dev.tallystick.js.ccf;

import dev.tallystick.js.guest.GuestCall;
import dev.tallystick.js.guest.GuestContext;
import dev.tallystick.js.guest.GuestEngine;
import dev.tallystick.js.guest.GuestLimits;
import dev.tallystick.js.guest.ModuleSource;
import dev.tallystick.js.guest.ScriptException;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A global object with {@code ccf} in it, ready to run scripts.
 *
 * <p>Used by one thread at a time. Before anything is loaded or called an {@link Invocation} must
 * be attached.
 */
public final class Interpreter implements AutoCloseable {
    private final GuestContext context;
    private final HostObject host;
    private final Value prelude;

    private Interpreter(GuestContext context, HostObject host, Value prelude) {
        this.context = context;
        this.host = host;
        this.prelude = prelude;
    }

    /**
     * A fresh one, with the base functions, {@code ccf.kv}, {@code ccf.crypto} and what the
     * extensions add.
     */
    public static Interpreter open(
            GuestEngine engine,
            GuestLimits limits,
            ModuleSource modules,
            List<Extension> extensions) {
        GuestContext context = engine.open(limits, modules);
        ScriptErrors errors = new ScriptErrors();
        HostObject host = new HostObject(extensions, errors);
        Map<String, Object> features = new HashMap<>();
        extensions.forEach(extension -> features.put(extension.name(), true));
        Value prelude =
                context.install(Prelude.SOURCE).execute(host, ProxyObject.fromMap(features));
        errors.useFactory(prelude.getMember("makeError"));
        return new Interpreter(context, host, prelude);
    }

    /** What all interpreters have; to be given to {@link #open} among the extensions. */
    public static List<Extension> baseExtensions(GuestEngine engine) {
        return List.of(
                BaseFunctions.extension(),
                KvFunctions.extension(),
                CryptoFunctions.extension(),
                ConstitutionCheck.extension(engine));
    }

    /** Sets what scripts act on from now on; null: nothing, and their calls of the host fail. */
    public void attach(@Nullable Invocation invocation) {
        host.attach(invocation);
    }

    /**
     * Loads a module and finds one of its exports.
     *
     * @param label the name of the module in messages and traces
     * @throws ScriptException if it cannot be loaded; its reason then says what is wrong, without
     *     the label
     */
    public Export load(String key, String label, String function) throws ScriptException {
        Value namespace = context.load(key, label);
        // Reading a binding that was never initialised throws.
        return context.inspect(
                () -> {
                    if (!namespace.hasMember(function)) {
                        return new Export.Missing();
                    }
                    Value export = namespace.getMember(function);
                    return export.canExecute()
                            ? new Export.Function(export)
                            : new Export.NotCallable();
                });
    }

    /** What a module exports under a name. */
    public sealed interface Export {
        /** Something to call. */
        record Function(Value value) implements Export {}

        /** Something else. */
        record NotCallable() implements Export {}

        /** Nothing. */
        record Missing() implements Export {}
    }

    /**
     * Calls functions of the prelude, by name, under the limits.
     *
     * @throws ScriptException of kind THREW or TIMED_OUT
     */
    public <T> T call(PreludeCall<T> call) throws ScriptException {
        GuestCall<T> guestCall = () -> call.run(prelude);
        return context.call(guestCall);
    }

    /** Work with the prelude's functions. */
    @FunctionalInterface
    public interface PreludeCall<T> {
        /** Runs it. */
        T run(Value prelude);
    }

    @Override
    public void close() {
        context.close();
    }
}
