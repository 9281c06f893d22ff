package dev.tallystick.bench.engine;

import dev.tallystick.ledger.Bytes;

import java.util.Random;

/**
 * Keys of 16 uniform bytes, the same in every run, and values of 64. Those that are looked up are
 * equal to those in the maps, not identical, as keys of requests are.
 */
final class RandomKeys {
    static final int KEY_BYTES = 16;
    static final int VALUE_BYTES = 64;

    private final Bytes[] keys;
    private final Bytes[] probes;
    private int next;

    RandomKeys(int count) {
        this(count, 1);
    }

    RandomKeys(int count, long seed) {
        Random random = new Random(seed);
        keys = new Bytes[count];
        probes = new Bytes[count];
        for (int i = 0; i < count; i++) {
            keys[i] = bytes(random, KEY_BYTES);
        }
        int[] order = random.ints(count, 0, count).toArray();
        for (int i = 0; i < count; i++) {
            probes[i] = Bytes.copyOf(keys[order[i]].toArray());
        }
    }

    static Bytes value(Random random) {
        return bytes(random, VALUE_BYTES);
    }

    private static Bytes bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    /** All keys, in random order. */
    Bytes[] keys() {
        return keys;
    }

    /** An equal of any of the keys. */
    Bytes next() {
        next = next + 1 == probes.length ? 0 : next + 1;
        return probes[next];
    }
}
