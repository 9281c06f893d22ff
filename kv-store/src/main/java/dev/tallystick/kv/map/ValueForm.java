package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

/**
 * How the values of a map are kept in its leaves. Stateless or safe for use by any number of
 * threads.
 *
 * @param <V> the type of the values as readers and writers see them; immutable
 */
public interface ValueForm<V> {
    /** What a leaf keeps for {@code value}; immutable, and never {@code null}. */
    Object pack(V value);

    /** The value for which {@link #pack} gave {@code packed}. */
    V unpack(Object packed);

    /** Values are kept as they are. */
    @SuppressWarnings("unchecked") // it only hands back what it was given
    static <V> ValueForm<V> plain() {
        return (ValueForm<V>) PlainForm.PLAIN;
    }

    /** Byte strings are kept as bare arrays, and wrapped again when they are read. */
    static ValueForm<Bytes> bytes() {
        return BytesForm.BYTES;
    }
}
