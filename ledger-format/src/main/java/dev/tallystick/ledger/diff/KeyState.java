package dev.tallystick.ledger.diff;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.entry.MapWrites;

/** What one transaction does to one key. */
public sealed interface KeyState {
    /**
     * It gives it a value.
     *
     * @param value the new value
     */
    record Written(Bytes value) implements KeyState {}

    /** It removes it. */
    record Removed() implements KeyState {}

    /** It leaves it alone. */
    record Untouched() implements KeyState {}

    /** What {@code map} does to {@code key}. */
    static KeyState of(MapWrites map, Bytes key) {
        if (map.removals().contains(key)) {
            return new Removed();
        }
        Bytes value = map.writes().get(key);
        return value == null ? new Untouched() : new Written(value);
    }
}
