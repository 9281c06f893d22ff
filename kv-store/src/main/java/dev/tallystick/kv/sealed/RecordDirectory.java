package dev.tallystick.kv.sealed;

import dev.tallystick.kv.sealed.Limit.WhenFull;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What memory knows of one table's records: the current version of each, what they cost together,
 * and which were not used for longest. Heap per record: measured 135 bytes ({@link
 * Limit#RECORD_BYTES}).
 *
 * <p>Room is reserved before a record is written and released when it is dropped. Readers take no
 * lock: a record's last use is a number in it, and the queue by age is put right when it is asked.
 */
final class RecordDirectory {
    private static final int QUEUE_SLACK = 1024;

    private final String table;
    private final Limit limit;
    private final ConcurrentHashMap<RecordName, Entry> entries = new ConcurrentHashMap<>();

    /** Counts uses, in all records. */
    private final AtomicLong clock = new AtomicLong();

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition released = lock.newCondition();

    /**
     * Every entry of a cache, by its use when it was queued, which is never later than its last;
     * and some that are gone.
     */
    private final PriorityQueue<Entry> byAge =
            new PriorityQueue<>(Comparator.comparingLong(entry -> entry.queuedUse));

    private long usedBytes;

    RecordDirectory(String table, Limit limit) {
        this.table = table;
        this.limit = limit;
    }

    /** One current record. */
    static final class Entry {
        private final RecordName name;
        private final long version;
        private final long cost;

        /** When it was used last, by {@link #clock}. Racing readers may leave either's number. */
        private volatile long lastUse;

        /** Guarded by {@link #lock}; changed only while it is not queued. */
        private long queuedUse;

        /** Set once, by whoever takes it out of the directory. */
        private volatile boolean isGone;

        Entry(RecordName name, long version, long cost) {
            this.name = name;
            this.version = version;
            this.cost = cost;
        }

        RecordName name() {
            return name;
        }

        long version() {
            return version;
        }

        long cost() {
            return cost;
        }
    }

    /** The current record of that name; null if there is none. */
    @Nullable Entry get(RecordName name) {
        return entries.get(name);
    }

    /** Notes that a record was read. */
    void used(Entry entry) {
        if (limit.whenFull() == WhenFull.EVICT_OLDEST) {
            entry.lastUse = clock.incrementAndGet();
        }
    }

    /**
     * Takes room for a record that is to be written. It must be given back by {@link #add} and,
     * some day, {@link #drop}; or by {@link #release}.
     *
     * @param evict called for each record that makes room, without the lock; it must {@link #drop}
     *     it unless somebody else has
     * @throws SealedStoreFullException if it does not fit
     */
    void reserve(long cost, Consumer<Entry> evict) {
        if (cost > limit.bytes()) {
            throw new SealedStoreFullException(table, cost, limit);
        }
        while (true) {
            Entry oldest;
            lock.lock();
            try {
                if (usedBytes + cost <= limit.bytes()) {
                    usedBytes += cost;
                    return;
                }
                if (limit.whenFull() == WhenFull.REFUSE) {
                    throw new SealedStoreFullException(table, cost, limit);
                }
                oldest = pollOldest();
                if (oldest == null) {
                    // All room is with writers and evictions under way, each of which ends here.
                    released.awaitUninterruptibly();
                    continue;
                }
            } finally {
                lock.unlock();
            }
            evict.accept(oldest);
        }
    }

    private @Nullable Entry pollOldest() {
        while (true) {
            Entry first = byAge.poll();
            if (first == null) {
                return null;
            }
            if (first.isGone) {
                continue;
            }
            long lastUse = first.lastUse;
            if (lastUse == first.queuedUse) {
                return first;
            }
            first.queuedUse = lastUse;
            byAge.add(first);
        }
    }

    /**
     * Makes a record the current one of its name; the caller holds its room and the name's lock.
     */
    void add(Entry entry) {
        Entry old = entries.put(entry.name, entry);
        if (old != null) {
            old.isGone = true;
        }
        lock.lock();
        try {
            if (limit.whenFull() == WhenFull.EVICT_OLDEST) {
                entry.lastUse = clock.incrementAndGet();
                entry.queuedUse = entry.lastUse;
                byAge.add(entry);
                if (byAge.size() > 2L * entries.size() + QUEUE_SLACK) {
                    byAge.removeIf(queued -> queued.isGone);
                }
            }
            usedBytes -= old == null ? 0 : old.cost;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a record out, if it is still the current one; the caller holds the name's lock. */
    boolean drop(Entry entry) {
        if (!entries.remove(entry.name, entry)) {
            return false;
        }
        entry.isGone = true;
        release(entry.cost);
        return true;
    }

    /** Gives room back. */
    void release(long cost) {
        lock.lock();
        try {
            usedBytes -= cost;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What the records cost together. */
    long usedBytes() {
        lock.lock();
        try {
            return usedBytes;
        } finally {
            lock.unlock();
        }
    }

    int count() {
        return entries.size();
    }
}
