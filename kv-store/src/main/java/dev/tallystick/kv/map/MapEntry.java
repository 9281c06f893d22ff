package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

/**
 * One entry of an {@link OrderedMap}.
 *
 * @param key its key
 * @param value its value
 * @param version the seqno that wrote it
 * @param <V> the type of the value
 */
public record MapEntry<V>(Bytes key, V value, long version) {}
