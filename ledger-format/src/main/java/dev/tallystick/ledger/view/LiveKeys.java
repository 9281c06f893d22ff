package dev.tallystick.ledger.view;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys that a table holds, by 8 bytes of their SHA-256. Two keys that agree in these count as
 * one: by chance that happens in one of two million tables of four million keys.
 */
final class LiveKeys {
    private static final int CAPACITY_MIN = 16;

    /** Open addressing, linear probing; 0 is an empty place. At most three quarters are taken. */
    private long[] places = new long[CAPACITY_MIN];

    private int count;

    /** How many there are. */
    int count() {
        return count;
    }

    /** Adds a key, unless it is there. */
    void add(Bytes key) {
        if (4L * (count + 1) > 3L * places.length) {
            grow();
        }
        if (put(places, hash(key))) {
            count++;
        }
    }

    private static boolean put(long[] places, long hash) {
        int at = find(places, hash);
        boolean isNew = places[at] == 0;
        places[at] = hash;
        return isNew;
    }

    private void grow() {
        long[] larger = new long[2 * places.length];
        Arrays.stream(places).filter(hash -> hash != 0).forEach(hash -> put(larger, hash));
        places = larger;
    }

    /** Removes a key, if it is there, and closes the hole in its chain. */
    void remove(Bytes key) {
        int hole = find(places, hash(key));
        if (places[hole] == 0) {
            return;
        }
        count--;
        int mask = places.length - 1;
        for (int at = (hole + 1) & mask; places[at] != 0; at = (at + 1) & mask) {
            int home = (int) places[at] & mask;
            boolean isReachable = ((at - home) & mask) < ((at - hole) & mask);
            if (!isReachable) {
                places[hole] = places[at];
                hole = at;
            }
        }
        places[hole] = 0;
    }

    /** Where {@code hash} is, or where it would be. */
    private static int find(long[] places, long hash) {
        int mask = places.length - 1;
        int at = (int) hash & mask;
        while (places[at] != 0 && places[at] != hash) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private static long hash(Bytes key) {
        long hash = ByteBuffer.wrap(Digest.sha256(key.toArray()).bytes()).getLong();
        return hash == 0 ? 1 : hash;
    }
}
