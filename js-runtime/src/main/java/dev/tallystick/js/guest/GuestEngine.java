package dev.tallystick.js.guest;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.io.IOAccess;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * The process-wide GraalJS engine: contexts opened on it share parsed code.
 *
 * <p>Thread-safe. Contexts must be closed before it.
 */
public final class GuestEngine implements AutoCloseable {
    /** One instance for all contexts: with differing ones, buffers would silently arrive empty. */
    private static final HostAccess HOST_ACCESS =
            HostAccess.newBuilder(HostAccess.EXPLICIT).allowBufferAccess(true).build();

    /** Longest string the engine can hold at all. */
    private static final long STRING_LENGTH_MAX = (1 << 30) - 25;

    /** Leaves the globals of ECMAScript itself (spec 04, section 20). */
    private static final Map<String, String> OPTIONS =
            Map.ofEntries(
                    Map.entry("js.console", "false"),
                    Map.entry("js.print", "false"),
                    Map.entry("js.load", "false"),
                    Map.entry("js.graal-builtin", "false"),
                    Map.entry("js.polyglot-builtin", "false"),
                    Map.entry("js.java-package-globals", "false"),
                    Map.entry("js.global-arguments", "false"),
                    Map.entry("js.intl-402", "false"),
                    Map.entry("js.unhandled-rejections", "none"),
                    Map.entry("js.stack-trace-limit", "100"));

    private final Engine engine;
    private final Watchdog watchdog = new Watchdog();

    /** Starts the engine; takes about a second in a cold process. */
    public GuestEngine() {
        engine =
                Engine.newBuilder("js")
                        .option("engine.WarnInterpreterOnly", "false")
                        .in(InputStream.nullInputStream())
                        .out(OutputStream.nullOutputStream())
                        .err(OutputStream.nullOutputStream())
                        .logHandler(new EngineLog())
                        .build();
    }

    /** Name and version of the engine, e.g. {@code graaljs-25.0.3}. */
    public String version() {
        // The engine's own answer is the same for all releases of the community.
        String version = Engine.class.getPackage().getImplementationVersion();
        return "graaljs-" + (version == null ? "unknown" : version);
    }

    /** A fresh global object that imports from {@code modules}. */
    public GuestContext open(GuestLimits limits, ModuleSource modules) {
        ModuleFileSystem files = new ModuleFileSystem(modules);
        Context.Builder builder =
                Context.newBuilder("js")
                        .engine(engine)
                        .allowHostAccess(HOST_ACCESS)
                        .allowExperimentalOptions(true)
                        .allowIO(IOAccess.newBuilder().fileSystem(files).build())
                        .options(OPTIONS)
                        .option("js.max-typed-array-length", cap(limits, Integer.MAX_VALUE))
                        .option("js.string-length-limit", cap(limits, STRING_LENGTH_MAX));
        return new GuestContext(builder.build(), files, modules, limits, watchdog);
    }

    private static String cap(GuestLimits limits, long max) {
        return Long.toString(Math.clamp(limits.heapBytes(), GuestLimits.HEAP_BYTES_MIN, max));
    }

    @Override
    public void close() {
        watchdog.close();
        engine.close(true);
    }
}
