package dev.tallystick.js.guest;

/** A piece of work in a context, to run under its time limit. */
@FunctionalInterface
public interface GuestCall<T> {
    /** Runs it; exceptions of scripts pass through. Never null. */
    T run();
}
