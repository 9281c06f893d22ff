package dev.tallystick.js.ccf;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code host} object of the prelude: the functions of all extensions, acting on the current
 * invocation.
 */
final class HostObject implements ProxyObject {
    private final Map<String, HostFunction> functions = new HashMap<>();
    private final ScriptErrors errors;
    private @Nullable Invocation current;

    HostObject(List<Extension> extensions, ScriptErrors errors) {
        this.errors = errors;
        for (Extension extension : extensions) {
            functions.putAll(extension.functions());
        }
    }

    void attach(@Nullable Invocation invocation) {
        current = invocation;
    }

    private @Nullable Object run(HostFunction function, Value[] arguments) {
        Invocation invocation = current;
        if (invocation == null) {
            throw errors.make("InternalError", "No request is currently executing");
        }
        invocation.throwIfAborted();
        try {
            return function.call(new HostCall(invocation, errors, arguments));
        } catch (PolyglotException e) {
            // The script's own: an error made for it, or one of a callback.
            throw e;
        } catch (RuntimeException e) {
            invocation.abort(e);
            throw e;
        } catch (VirtualMachineError e) {
            // A script may catch what becomes of it, but a table may be half changed.
            invocation.abort(new AbortedException("Exception thrown while executing."));
            throw e;
        }
    }

    @Override
    public @Nullable Object getMember(String key) {
        HostFunction function = functions.get(key);
        return function == null ? null : (ProxyExecutable) arguments -> run(function, arguments);
    }

    @Override
    public Object getMemberKeys() {
        return ProxyArray.fromList(new ArrayList<>(functions.keySet()));
    }

    @Override
    public boolean hasMember(String key) {
        return functions.containsKey(key);
    }

    @Override
    public void putMember(String key, Value value) {
        throw new UnsupportedOperationException("host functions are fixed");
    }
}
