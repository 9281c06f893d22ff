package dev.tallystick.kv;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one immutable state of all maps and buffers writes until {@link Store#commit}.
 *
 * <p>A transaction needs no closing: dropping it is rolling it back. Confined to one thread.
 */
public final class Transaction {
    private final State base;
    private final State committed;
    private final boolean isReadOnly;
    private final Map<String, MapHandle> handles = new HashMap<>();
    private Digest claims = Digest.ZERO;
    private int entryFlags = EntryFlags.NONE;
    private boolean isOver;

    private Transaction(State base, State committed, boolean isReadOnly) {
        this.base = base;
        this.committed = committed;
        this.isReadOnly = isReadOnly;
    }

    static Transaction on(State base, State committed) {
        return new Transaction(base, committed, false);
    }

    static Transaction readOnly(State base, State committed) {
        return new Transaction(base, committed, true);
    }

    /**
     * The map called {@code name}, whether or not it has ever been written; the same handle each
     * time.
     */
    public MapHandle map(String name) {
        MapHandle handle = handles.get(name);
        if (handle == null) {
            checkOpen();
            handle = new MapHandle(this, name, base);
            handles.put(name, handle);
        }
        return handle;
    }

    /** Seqno of the last entry this transaction can see; 0 if the store was empty. */
    public long readSeqno() {
        return base.last().seqno();
    }

    /** Id of the last entry this transaction can see; {@link TxId#NONE} if the store was empty. */
    public TxId readTxId() {
        return base.last();
    }

    /** Attaches the application's claims digest to the entry (spec 01, 2.7); zeros otherwise. */
    public void setClaimsDigest(Digest digest) {
        checkOpen();
        claims = digest;
    }

    /** Sets the flags of the entry's header, see {@link EntryFlags}; none otherwise. */
    public void setEntryFlags(int flags) {
        checkOpen();
        entryFlags = flags;
    }

    /**
     * Whether any map has been opened, so that the response carries a transaction id (spec 02,
     * 5.1).
     */
    public boolean touched() {
        return !handles.isEmpty();
    }

    /** Whether the transaction only reads because the store made it so. */
    public boolean isReadOnly() {
        return isReadOnly;
    }

    /**
     * What it has written up to now. The collections inside belong to the transaction: they must
     * not be changed, and are of no use after its next write.
     */
    public WriteSet writeSet() {
        List<MapWrites> maps = new ArrayList<>(handles.size());
        for (MapHandle handle : handles.values()) {
            if (handle.hasWrites()) {
                maps.add(handle.mapWrites());
            }
        }
        return maps.isEmpty() ? WriteSet.EMPTY : new WriteSet(maps);
    }

    State base() {
        return base;
    }

    State committedState() {
        return committed;
    }

    long epoch() {
        return base.epoch();
    }

    Digest claims() {
        return claims;
    }

    int entryFlags() {
        return entryFlags;
    }

    /** Whether everything it has read is still so in {@code now}. */
    @SuppressWarnings("ReferenceEquality") // the same state, not an equal one
    boolean readsHoldIn(State now) {
        if (now == base) {
            return true;
        }
        for (MapHandle handle : handles.values()) {
            if (!handle.readsHoldIn(now)) {
                return false;
            }
        }
        return true;
    }

    /** From here on its writes belong to the pipeline. */
    void end() {
        isOver = true;
    }

    void checkOpen() {
        if (isOver) {
            throw new IllegalStateException("the transaction is over");
        }
    }

    void checkWritable(String map) {
        checkOpen();
        if (isReadOnly) {
            throw new IllegalStateException("a read-only transaction cannot write to " + map);
        }
        if (SignatureSlot.isSignatureTable(map)) {
            throw new IllegalStateException("only signature transactions write to " + map);
        }
    }
}
