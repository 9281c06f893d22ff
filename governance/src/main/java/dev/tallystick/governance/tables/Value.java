package dev.tallystick.governance.tables;

import dev.tallystick.kv.Transaction;

import java.util.Optional;
import java.util.OptionalLong;

/** A built-in table with one row, under the key of eight zero bytes. Immutable. */
public final class Value<V> {
    private final Table<Codec.Unit, V> table;

    Value(String name, Codec<V> values) {
        this.table = new Table<>(name, Codec.UNIT, values);
    }

    /** The name as in the ledger. */
    public String name() {
        return table.name();
    }

    /** How the value is written; for readers of raw write sets. */
    public Codec<V> codec() {
        return table.values();
    }

    /**
     * The value, if any.
     *
     * @throws dev.tallystick.ledger.LedgerFormatException when the stored bytes are none
     */
    public Optional<V> get(Transaction tx) {
        return table.get(tx, Codec.Unit.KEY);
    }

    /** Sets the value. */
    public void put(Transaction tx, V value) {
        table.put(tx, Codec.Unit.KEY, value);
    }

    /** Removes the value; recorded even when there is none. */
    public void remove(Transaction tx) {
        table.remove(tx, Codec.Unit.KEY);
    }

    /** The seqno at which the value was last written before this transaction. */
    public OptionalLong versionOfPreviousWrite(Transaction tx) {
        return table.versionOfPreviousWrite(tx, Codec.Unit.KEY);
    }

    @Override
    public String toString() {
        return name();
    }
}
