package dev.tallystick.js;

import dev.tallystick.js.ccf.Extension;
import dev.tallystick.js.ccf.Interpreter;
import dev.tallystick.js.guest.GuestEngine;
import dev.tallystick.js.guest.GuestLimits;
import dev.tallystick.js.guest.ModuleSource;

import java.util.ArrayList;
import java.util.List;

/**
 * The JavaScript engine of a process, on which applications and constitutions run.
 *
 * <p>Thread-safe. One instance is enough and more would waste memory: parsed code is shared within
 * one. To be closed when nothing runs any more.
 */
public final class JsEngine implements AutoCloseable {
    private final GuestEngine guest = new GuestEngine();
    private final List<Extension> baseExtensions = Interpreter.baseExtensions(guest);
    private final BytecodeTables bytecode = new BytecodeTables(guest);

    /** Starts the engine, which takes about a second in a cold process. */
    public JsEngine() {}

    /** What {@code GET /node/version} shows, e.g. {@code graaljs-25.0.3}. */
    public String engineVersion() {
        return guest.version();
    }

    BytecodeTables bytecode() {
        return bytecode;
    }

    /** A fresh interpreter with the base functions and some more. */
    Interpreter open(GuestLimits limits, ModuleSource modules, List<Extension> extensions) {
        List<Extension> all = new ArrayList<>(baseExtensions);
        all.addAll(extensions);
        return Interpreter.open(guest, limits, modules, all);
    }

    @Override
    public void close() {
        guest.close();
    }
}
