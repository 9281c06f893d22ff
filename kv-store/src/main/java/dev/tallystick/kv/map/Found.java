package dev.tallystick.kv.map;

import org.jspecify.annotations.Nullable;

/**
 * Where a lookup leaves its answer, so that a read allocates nothing. Reusable; confined to one
 * thread.
 *
 * @param <V> the type of the values
 */
public final class Found<V> {
    @Nullable V value;
    long version = OrderedMap.ABSENT;

    /** The value of the last lookup, or {@code null} if the key was absent. */
    public @Nullable V value() {
        return value;
    }

    /** The seqno that wrote the entry, or {@link OrderedMap#ABSENT}. */
    public long version() {
        return version;
    }
}
