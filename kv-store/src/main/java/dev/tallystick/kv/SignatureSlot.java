package dev.tallystick.kv;

import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Place in the order of entries that a signature transaction has reserved, and the tables it
 * writes.
 *
 * <p>A signature's seqno is taken in the serial step, its content is made later on the pipeline
 * thread, when newer states already exist. All of them refer to the slot, so filling it once
 * installs the writes in every one of them, and conflicts with no application transaction. Until
 * then readers see the content of the preceding slot.
 */
final class SignatureSlot {
    private static final Set<String> TABLES =
            Set.of(TableNames.SIGNATURES, TableNames.COSE_SIGNATURES, TableNames.TREE);
    private static final Set<Bytes> TABLE_NAMES =
            TABLES.stream().map(Bytes::utf8).collect(Collectors.toUnmodifiableSet());
    private static final Bytes INTERNAL_PREFIX = Bytes.utf8(TableNames.INTERNAL_PREFIX);

    /**
     * What a slot holds: its predecessor until the signature is made, then the tables as of this
     * signature.
     */
    private sealed interface Content {
        record Pending(SignatureSlot previous) implements Content {}

        record Filled(OrderedMap<OrderedMap<Bytes>> tables) implements Content {}
    }

    private final long seqno;

    /** Changes once, from pending to filled, on the thread that holds the history lock. */
    private volatile Content content;

    private SignatureSlot(long seqno, Content content) {
        this.seqno = seqno;
        this.content = content;
    }

    /** What an empty store has: no signature yet, at seqno 0. */
    static SignatureSlot none() {
        return new SignatureSlot(0, new Content.Filled(OrderedMap.empty()));
    }

    /** A slot at {@code seqno} that follows {@code previous}, still to be filled. */
    static SignatureSlot reserve(long seqno, SignatureSlot previous) {
        return new SignatureSlot(seqno, new Content.Pending(previous));
    }

    /** The signature at {@code seqno} as a snapshot holds it. */
    static SignatureSlot restored(long seqno, OrderedMap<OrderedMap<Bytes>> tables) {
        return new SignatureSlot(seqno, new Content.Filled(tables));
    }

    /** Whether the map called {@code name} is one that only signature transactions write. */
    static boolean isSignatureTable(String name) {
        return TABLES.contains(name);
    }

    /** The same of a name in UTF-8. */
    static boolean isSignatureTable(Bytes name) {
        return name.startsWith(INTERNAL_PREFIX) && TABLE_NAMES.contains(name);
    }

    /** Seqno of the signature transaction. */
    long seqno() {
        return seqno;
    }

    /** Installs what the signature transaction writes: once, and only to the signature tables. */
    void fill(WriteSet writes) {
        Check.that(content instanceof Content.Pending, "signature %s is made twice", seqno);
        OrderedMap<OrderedMap<Bytes>> tables = tables();
        for (MapWrites map : writes.maps()) {
            Check.that(
                    isSignatureTable(map.name()),
                    "signature transaction %s writes to %s",
                    seqno,
                    map.name());
        }
        content = new Content.Filled(State.apply(tables, writes.maps(), seqno, State.NOTHING));
    }

    /** The signature tables as of the last signature up to here that has been made. */
    OrderedMap<OrderedMap<Bytes>> tables() {
        SignatureSlot slot = this;
        while (true) {
            switch (slot.content) {
                case Content.Pending pending -> slot = pending.previous();
                case Content.Filled filled -> {
                    return filled.tables();
                }
            }
        }
    }
}
