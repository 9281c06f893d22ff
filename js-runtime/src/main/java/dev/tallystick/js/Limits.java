package dev.tallystick.js;

import dev.tallystick.js.guest.GuestLimits;

/** Options as the layer below wants them. */
final class Limits {
    private Limits() {}

    static GuestLimits of(JsRuntimeOptions options) {
        return new GuestLimits(
                options.maxHeapBytes(), options.maxStackBytes(), options.maxExecutionTimeMillis());
    }
}
