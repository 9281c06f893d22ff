package dev.tallystick.kv.sealed;

import dev.tallystick.kv.sealed.RecordDirectory.Entry;
import dev.tallystick.kv.sealed.SealedStoreException.Fault;
import dev.tallystick.kv.sealed.Sealer.Place;
import dev.tallystick.ledger.Bytes;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records of one kind in a sealed store, from keys to values, without order.
 *
 * <p>Linearizable, for any number of threads. Reads take no lock; writes wait for each other if
 * they are of the same key, and for one in 64 of the others.
 */
public final class SealedTable {
    /** Largest value. */
    public static final int VALUE_BYTES_MAX = 64 << 20;

    private static final int STRIPES = 64;

    private final String name;
    private final Sealer sealer;
    private final Disk disk;
    private final Reclaimer reclaimer;
    private final RecordDirectory directory;

    /**
     * Held to write a name: directory and disk change together. The stripe is the name's last bits.
     */
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    SealedTable(String name, Limit limit, Parts parts) {
        this.name = name;
        this.sealer = parts.sealer();
        this.disk = parts.disk();
        this.reclaimer = parts.reclaimer();
        this.directory = new RecordDirectory(name, limit);
        Arrays.setAll(stripes, i -> new ReentrantLock());
    }

    /** What all tables of a store share. */
    record Parts(Sealer sealer, Disk disk, Reclaimer reclaimer) {}

    /** The name given to {@link SealedStore#table}. */
    public String name() {
        return name;
    }

    /**
     * Writes a record, or replaces it. For the time of the call both the old and the new one count
     * for the limit.
     *
     * @param value at most {@link #VALUE_BYTES_MAX}
     * @throws SealedStoreFullException if it does not fit in the table; nothing has changed
     * @throws SealedStoreException if the disk fails; the table has no record of that key any more
     */
    public void put(Bytes key, Bytes value) {
        if (value.length() > VALUE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a value of %d bytes, where %d are the most"
                            .formatted(value.length(), VALUE_BYTES_MAX));
        }
        Place place = new Place(name, key);
        RecordName recordName = sealer.name(place);
        Entry entry = new Entry(recordName, sealer.nextVersion(), Limit.costOf(value.length()));
        byte[] content = sealer.seal(place, entry.version(), value);
        directory.reserve(entry.cost(), this::evict);
        ReentrantLock stripe = stripe(recordName);
        stripe.lock();
        try {
            write(entry, content);
        } finally {
            stripe.unlock();
        }
    }

    private void write(Entry entry, byte[] content) {
        Entry old = directory.get(entry.name());
        boolean isWritten = false;
        try {
            disk.put(entry.name(), content);
            directory.add(entry);
            isWritten = true;
            reclaimer.added(entry.cost());
            if (old != null) {
                reclaimer.dropped(old.cost());
            }
        } catch (IOException e) {
            throw failed("cannot write a record", e);
        } finally {
            if (!isWritten) {
                directory.release(entry.cost());
                if (old != null) {
                    drop(old);
                }
            }
        }
    }

    /**
     * Reads a record.
     *
     * @return what was put last under that key; nothing if it was never put, was removed or evicted
     * @throws SealedStoreException if the disk fails, or has lost or altered the record
     */
    public Optional<Bytes> get(Bytes key) {
        Place place = new Place(name, key);
        RecordName recordName = sealer.name(place);
        Entry entry = directory.get(recordName);
        if (entry == null) {
            return Optional.empty();
        }
        Optional<Bytes> value = read(entry).flatMap(c -> sealer.open(place, entry.version(), c));
        if (value.isPresent()) {
            directory.used(entry);
            return value;
        }
        return getAlone(place, recordName);
    }

    /** The verdict on a record that did not read well: a writer may have been in between. */
    private Optional<Bytes> getAlone(Place place, RecordName recordName) {
        ReentrantLock stripe = stripe(recordName);
        stripe.lock();
        try {
            Entry entry = directory.get(recordName);
            if (entry == null) {
                return Optional.empty();
            }
            byte[] content =
                    read(entry)
                            .orElseThrow(
                                    () ->
                                            tampered(
                                                    Fault.LOST,
                                                    "the disk has lost a record that was written to"
                                                            + " it"));
            Bytes value =
                    sealer.open(place, entry.version(), content)
                            .orElseThrow(
                                    () ->
                                            tampered(
                                                    Fault.ALTERED,
                                                    "the disk returned something else than the"
                                                            + " record that was written last"));
            directory.used(entry);
            return Optional.of(value);
        } finally {
            stripe.unlock();
        }
    }

    private Optional<byte[]> read(Entry entry) {
        try {
            return disk.get(entry.name());
        } catch (IOException e) {
            throw failed("cannot read a record", e);
        }
    }

    /** Removes a record, if there is one. Its space comes back later. */
    public void remove(Bytes key) {
        RecordName recordName = sealer.name(new Place(name, key));
        ReentrantLock stripe = stripe(recordName);
        stripe.lock();
        try {
            Entry entry = directory.get(recordName);
            if (entry != null) {
                drop(entry);
            }
        } finally {
            stripe.unlock();
        }
    }

    private void evict(Entry entry) {
        ReentrantLock stripe = stripe(entry.name());
        stripe.lock();
        try {
            drop(entry);
        } finally {
            stripe.unlock();
        }
    }

    private void drop(Entry entry) {
        if (directory.drop(entry)) {
            reclaimer.delete(entry.name());
            reclaimer.dropped(entry.cost());
        }
    }

    /** What the records cost together: their values, and {@link Limit#RECORD_BYTES} for each. */
    public long sizeBytes() {
        return directory.usedBytes();
    }

    /** How many records there are. */
    public int count() {
        return directory.count();
    }

    private ReentrantLock stripe(RecordName recordName) {
        return stripes[(int) recordName.low() & (STRIPES - 1)];
    }

    private SealedStoreException tampered(Fault fault, String what) {
        return new SealedStoreException(fault, "sealed table '" + name + "': " + what);
    }

    private SealedStoreException failed(String what, IOException cause) {
        return new SealedStoreException(
                cause instanceof CorruptDiskException ? Fault.ALTERED : Fault.DISK,
                "sealed table '" + name + "': " + what + ": " + cause.getMessage(),
                cause);
    }
}
