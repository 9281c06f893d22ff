package dev.tallystick.js.guest;

import org.jspecify.annotations.Nullable;

/** Where a context's modules come from. */
@FunctionalInterface
public interface ModuleSource {
    /** No modules at all: every import fails, as in governance. */
    ModuleSource NONE = key -> null;

    /**
     * The UTF-8 text of a module, null if there is none.
     *
     * @param key path with its leading slash; not changed afterwards
     */
    byte @Nullable [] module(String key);
}
