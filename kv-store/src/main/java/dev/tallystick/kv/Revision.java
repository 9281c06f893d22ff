package dev.tallystick.kv;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.WriteSet;

import org.jspecify.annotations.Nullable;

/**
 * One entry as the store knows it: the state after it and what it changed. Retained, linked to its
 * successor, until compaction passes it; at the same time the pipeline's unit of work.
 */
final class Revision {
    private final State state;
    private final boolean isSignature;
    private final Digest claims;
    private final int entryFlags;

    /** Null while a signature is still to be made; then set once, under the history lock. */
    private volatile @Nullable WriteSet writes;

    /** Set under the commit lock; null at the newest revision, and again where a rollback cuts. */
    private volatile @Nullable Revision next;

    private Revision(
            State state, boolean isSignature, @Nullable WriteSet writes, Attributes attributes) {
        this.state = state;
        this.isSignature = isSignature;
        this.writes = writes;
        this.claims = attributes.claims();
        this.entryFlags = attributes.entryFlags();
    }

    /** What an entry carries beside its writes. */
    record Attributes(Digest claims, int entryFlags) {
        static final Attributes NONE = new Attributes(Digest.ZERO, EntryFlags.NONE);
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

    boolean isNewest() {
        return next == null;
    }

    /** The revision of the next entry, which must exist. */
    Revision successor() {
        Revision successor = next;
        if (successor == null) {
            throw new IllegalStateException("no revision follows " + id());
        }
        return successor;
    }

    void linkTo(@Nullable Revision successor) {
        next = successor;
    }
}
