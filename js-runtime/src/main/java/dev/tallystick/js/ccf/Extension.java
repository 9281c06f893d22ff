package dev.tallystick.js.ccf;

import java.util.Map;

/**
 * A group of host functions.
 *
 * @param name by which the prelude asks whether it is there
 * @param functions by the names the prelude uses, unique over all extensions
 */
public record Extension(String name, Map<String, HostFunction> functions) {
    /** Copies the map. */
    public Extension {
        functions = Map.copyOf(functions);
    }
}
