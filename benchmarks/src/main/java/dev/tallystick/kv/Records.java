package dev.tallystick.kv;

import dev.tallystick.ledger.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** 1,000,000 records with random keys of 16 bytes and values of 64. */
final class Records {
    static final String MAP = "records";
    static final int COUNT = 1_000_000;
    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 64;
    private static final int PART = 1000;

    private final Bytes[] keys = new Bytes[COUNT];
    private int next;

    /** Some of the records, which go into one transaction. */
    record Part(List<Bytes> keys) {
        void putInto(MapHandle map) {
            keys.forEach(key -> map.put(key, value(key.hashCode())));
        }

        void putInto(Map<Bytes, Bytes> map) {
            keys.forEach(key -> map.put(key, value(key.hashCode())));
        }
    }

    Records() {
        Random random = new Random(1);
        for (int i = 0; i < COUNT; i++) {
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            keys[i] = Bytes.wrap(key);
        }
    }

    /** All of them. */
    List<Part> parts() {
        List<Bytes> all = List.of(keys);
        List<Part> parts = new ArrayList<>();
        for (int from = 0; from < COUNT; from += PART) {
            parts.add(new Part(all.subList(from, from + PART)));
        }
        return parts;
    }

    /** Another key than the last time, until all have come. Each is a copy, as in a request. */
    Bytes nextKey() {
        next = next + 1 == COUNT ? 0 : next + 1;
        return Bytes.wrap(keys[next].toArray());
    }

    static Bytes value(long seed) {
        byte[] value = new byte[VALUE_BYTES];
        new Random(seed).nextBytes(value);
        return Bytes.wrap(value);
    }
}
