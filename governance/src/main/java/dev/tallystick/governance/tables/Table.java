package dev.tallystick.governance.tables;

import dev.tallystick.kv.MapHandle;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.LedgerFormatException;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One built-in table: its full name, and the bytes of its keys and values. Immutable; every access
 * is made within the transaction that is passed.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class Table<K, V> {
    private final String name;
    private final Codec<K> keys;
    private final Codec<V> values;

    Table(String name, Codec<K> keys, Codec<V> values) {
        this.name = name;
        this.keys = keys;
        this.values = values;
    }

    /** The name as in the ledger, such as {@code public:ccf.gov.members.info}. */
    public String name() {
        return name;
    }

    /** How a key is written; for readers of raw write sets. */
    public Codec<K> keys() {
        return keys;
    }

    /** How a value is written; for readers of raw write sets. */
    public Codec<V> values() {
        return values;
    }

    /**
     * The value of a key.
     *
     * @throws LedgerFormatException when the stored bytes are no value of this table
     */
    public Optional<V> get(Transaction tx, K key) {
        return rows(tx).get(keys.encode(key)).map(values::decode);
    }

    /** Whether the key has a value. */
    public boolean has(Transaction tx, K key) {
        return rows(tx).has(keys.encode(key));
    }

    /** Sets the value of a key. */
    public void put(Transaction tx, K key, V value) {
        rows(tx).put(keys.encode(key), values.encode(value));
    }

    /** Removes a key; a removal is recorded even when the key has no value. */
    public void remove(Transaction tx, K key) {
        rows(tx).remove(keys.encode(key));
    }

    /** Removes every key that has a value. */
    public void clear(Transaction tx) {
        rows(tx).clear();
    }

    /** How many keys have values. */
    public int size(Transaction tx) {
        return rows(tx).size();
    }

    /** Shows every row, in no promised order; changes made meanwhile are not shown. */
    public void forEach(Transaction tx, BiConsumer<K, V> visitor) {
        rows(tx).forEach(
                        (key, value) -> {
                            visitor.accept(keys.decode(key), values.decode(value));
                            return true;
                        });
    }

    /** Every row, in the natural order of the keys. */
    public SortedMap<K, V> rowsOf(Transaction tx) {
        TreeMap<K, V> all = new TreeMap<>();
        forEach(tx, all::put);
        return all;
    }

    /** The seqno at which the key was last written before this transaction, if it has a value. */
    public OptionalLong versionOfPreviousWrite(Transaction tx, K key) {
        return rows(tx).versionOfPreviousWrite(keys.encode(key));
    }

    private MapHandle rows(Transaction tx) {
        return tx.map(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
