package dev.tallystick.kv.large;

import dev.tallystick.kv.map.ValueForm;
import dev.tallystick.kv.sealed.SealedStoreException;
import dev.tallystick.ledger.Bytes;

import java.util.function.Consumer;

/** The values of one store's maps, as {@link ValuePlace} wants them. Safe for use by any thread. */
public sealed interface LargeValues extends AutoCloseable permits HeapValues, DiskValues {
    /**
     * Begins to keep values.
     *
     * @param onTampering told when a value has been lost or altered on disk, by the thread that
     *     wanted to read it
     */
    static LargeValues open(ValuePlace place, Consumer<SealedStoreException> onTampering) {
        return switch (place) {
            case ValuePlace.OnHeap heap -> new HeapValues();
            case ValuePlace.OnDisk disk -> DiskValues.start(disk, onTampering);
        };
    }

    /** The form in which maps keep their values. */
    ValueForm<Bytes> form();

    /** Whether so many bytes wait for the disk that no more should be written now. */
    boolean isBehind();

    /** Waits until that is over, or this is closed. */
    void awaitRoom();

    /** Ends the mover; what is in memory stays there. Values can still be read. */
    @Override
    void close();
}
