package dev.tallystick.js.ccf;

import org.jspecify.annotations.Nullable;

/**
 * A function that the prelude calls; it throws errors for the script with {@link
 * HostCall#typeError} and the like.
 */
@FunctionalInterface
public interface HostFunction {
    /**
     * Runs it.
     *
     * @return a value that GraalJS can take: null, Boolean, Double, Integer, String, ByteBuffer
     */
    @Nullable Object call(HostCall call);
}
