package dev.tallystick.js.guest;

/**
 * What one context may use.
 *
 * @param heapBytes caps single strings and typed arrays; below {@link #HEAP_BYTES_MIN} every call
 *     fails
 * @param stackBytes below {@link #STACK_BYTES_MIN} every call fails; above, the thread's own stack
 *     is the limit
 * @param timeMillis wall-clock time of one call, response included
 */
public record GuestLimits(long heapBytes, long stackBytes, long timeMillis) {
    /** An empty global object needs about this much, so less cannot work. */
    public static final long HEAP_BYTES_MIN = 64 << 10;

    /** About three calls deep in the engine whose unit this is. */
    public static final long STACK_BYTES_MIN = 2 << 10;

    /** Refuses negative values. */
    public GuestLimits {
        if (heapBytes < 0 || stackBytes < 0 || timeMillis < 0) {
            throw new IllegalArgumentException(
                    "negative limit: " + heapBytes + ", " + stackBytes + ", " + timeMillis);
        }
    }
}
