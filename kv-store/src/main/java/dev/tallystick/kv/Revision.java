package dev.tallystick.kv;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One entry as the store knows it: the state after it and what it changed. Retained until
 * compaction has passed it; at the same time the pipeline's unit of work.
 */
final class Revision {
    /** What an entry takes beside its bytes: itself, its state, and nodes of the maps it copied. */
    private static final long ENTRY_BYTES = 1536;

    /** The same of each key it writes: small, as many share their nodes. */
    private static final long KEY_BYTES = 256;

    /** Changed at most once, by {@link #show}. */
    private State state;

    private final boolean isSignature;
    private final Digest claims;
    private final int entryFlags;
    private final long heldBytes;

    /** Null while a signature is still to be made; then set once, under the history lock. */
    private volatile @Nullable WriteSet writes;

    private Revision(
            State state, boolean isSignature, @Nullable WriteSet writes, Attributes attributes) {
        this.state = state;
        this.isSignature = isSignature;
        this.writes = writes;
        this.claims = attributes.claims();
        this.entryFlags = attributes.entryFlags();
        this.heldBytes = attributes.sizeBytes() + overheadBytes(writes);
    }

    private static long overheadBytes(@Nullable WriteSet writes) {
        long bytes = ENTRY_BYTES;
        if (writes != null) {
            List<MapWrites> maps = writes.maps();
            for (int i = 0; i < maps.size(); i++) {
                MapWrites map = maps.get(i);
                bytes += KEY_BYTES * (map.writes().size() + map.removals().size());
            }
        }
        return bytes;
    }

    /**
     * What else there is to know of an entry.
     *
     * @param sizeBytes of the entry; 0 for a signature, whose content is not known yet
     */
    record Attributes(Digest claims, int entryFlags, long sizeBytes) {
        static final Attributes NONE = new Attributes(Digest.ZERO, EntryFlags.NONE, 0);
    }

    /** The base of the list: a state of which nobody asks any more how it came about. */
    static Revision base(State state) {
        return new Revision(state, false, WriteSet.EMPTY, Attributes.NONE);
    }

    /** An entry whose writes are in {@code state}. */
    static Revision of(State state, WriteSet writes, Attributes attributes) {
        return new Revision(state, false, writes, attributes);
    }

    /** A signature transaction whose slot is reserved in {@code state}. */
    static Revision signature(State state) {
        return new Revision(state, true, null, Attributes.NONE);
    }

    State state() {
        return state;
    }

    /**
     * The state is now known in full: {@code full} differs from it only in private maps. For a
     * caller that holds the history and the commit lock.
     */
    void show(State full) {
        state = full;
    }

    TxId id() {
        return state.last();
    }

    long seqno() {
        return state.last().seqno();
    }

    boolean isSignature() {
        return isSignature;
    }

    Digest claims() {
        return claims;
    }

    int entryFlags() {
        return entryFlags;
    }

    /**
     * About how much heap it holds until compaction has passed it: what counts against the limit of
     * uncommitted bytes. Of small entries, most is not their bytes.
     */
    long heldBytes() {
        return heldBytes;
    }

    /** Installs what the signature transaction writes, here and in every newer state. */
    void signed(WriteSet made) {
        state.signature().fill(made);
        writes = made;
    }

    /**
     * What the entry changed.
     *
     * @throws IllegalStateException if it is a signature that has not been made yet
     */
    WriteSet writes() {
        WriteSet made = writes;
        if (made == null) {
            throw new IllegalStateException("signature " + id() + " has not been made yet");
        }
        return made;
    }
}
