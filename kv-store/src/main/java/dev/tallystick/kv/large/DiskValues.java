package dev.tallystick.kv.large;

import dev.tallystick.kv.map.ValueForm;
import dev.tallystick.kv.sealed.SealedStoreException;
import dev.tallystick.kv.sealed.SealedTable;
import dev.tallystick.ledger.Bytes;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Large values in a sealed table, small ones as bare arrays. */
final class DiskValues implements LargeValues, ValueForm<Bytes> {
    private final SealedTable table;
    private final int thresholdBytes;
    private final Consumer<SealedStoreException> onTampering;
    private final ValueForm<Bytes> small = ValueForm.bytes();
    private final Mover mover;

    /** Removes the records of holders that are unreachable, on its own thread. */
    private final Cleaner cleaner =
            Cleaner.create(task -> daemon(task, "tally-large-values-clean"));

    private final AtomicLong lastNumber = new AtomicLong();

    private DiskValues(ValuePlace.OnDisk place, Consumer<SealedStoreException> onTampering) {
        this.table = place.table();
        this.thresholdBytes = place.thresholdBytes();
        this.onTampering = onTampering;
        this.mover = new Mover(this::write);
    }

    static DiskValues start(ValuePlace.OnDisk place, Consumer<SealedStoreException> onTampering) {
        DiskValues values = new DiskValues(place, onTampering);
        values.mover.start();
        return values;
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public ValueForm<Bytes> form() {
        return this;
    }

    /** Called in the serial step of commits: it only makes the holder and queues it. */
    @Override
    public Object pack(Bytes value) {
        if (value.length() < thresholdBytes) {
            return small.pack(value);
        }
        StoredValue stored = new StoredValue(lastNumber.incrementAndGet(), value);
        mover.add(stored, value);
        return stored;
    }

    @Override
    public Bytes unpack(Object packed) {
        return packed instanceof StoredValue stored ? read(stored) : small.unpack(packed);
    }

    private Bytes read(StoredValue stored) {
        Bytes inMemory = stored.inMemory();
        if (inMemory != null) {
            return inMemory;
        }
        try {
            return table.get(key(stored.number()))
                    .orElseThrow(() -> new IllegalStateException("a large value has no record"));
        } catch (SealedStoreException e) {
            if (e.isTampering()) {
                onTampering.accept(e);
            }
            throw e;
        } finally {
            // Until here the record must not be removed.
            Reference.reachabilityFence(stored);
        }
    }

    /** Moves a value to disk, on the mover's thread. */
    private void write(StoredValue stored, Bytes value) {
        Bytes key = key(stored.number());
        table.put(key, value);
        // Captures the table and the key, and not the holder, which would never become unreachable.
        SealedTable from = table;
        cleaner.register(stored, () -> from.remove(key));
        stored.letGo();
    }

    private static Bytes key(long number) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    @Override
    public boolean isBehind() {
        return mover.isBehind();
    }

    @Override
    public void awaitRoom() {
        mover.awaitRoom();
    }

    @Override
    public void close() {
        mover.close();
    }
}
