package dev.tallystick.kv;

import org.jspecify.annotations.Nullable;

/**
 * The store has stopped, because its pipeline failed or because it was closed; nothing can be
 * written any more.
 */
public final class StoreFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private StoreFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static StoreFailedException of(String why) {
        return new StoreFailedException("the store has stopped: " + why, null);
    }

    static StoreFailedException of(String why, Throwable cause) {
        return new StoreFailedException("the store has stopped: " + why + ": " + cause, cause);
    }

    /** The same failure for another caller, with that caller's stack. */
    StoreFailedException again() {
        return new StoreFailedException(String.valueOf(getMessage()), this);
    }
}
