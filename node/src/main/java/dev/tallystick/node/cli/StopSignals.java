package dev.tallystick.node.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signals of the operating system.
 *
 * <p>The only way to them is {@code sun.misc.Signal}, which every JDK has, but for which the
 * compiler gives a warning that cannot be suppressed; hence the detour through reflection. A
 * shutdown hook would not do: it cannot tell which signal it was, nor ignore one, nor end with
 * status 0.
 */
final class StopSignals {
    private StopSignals() {}

    /**
     * Replaces the default action of signals.
     *
     * @param names without {@code SIG}
     * @param handler receives the name; runs on a thread of its own for each signal
     */
    static void install(List<String> names, Consumer<String> handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            for (String name : names) {
                InvocationHandler invocation =
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("handle")) {
                                handler.accept(name);
                            }
                            return null;
                        };
                Object proxy =
                        Proxy.newProxyInstance(
                                StopSignals.class.getClassLoader(),
                                new Class<?>[] {handlerType},
                                invocation);
                signal.getMethod("handle", signal, handlerType)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals", e);
        }
    }
}
