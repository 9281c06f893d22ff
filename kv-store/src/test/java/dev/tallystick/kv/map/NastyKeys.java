package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Families of keys that are hard on prefixes, heads, padding and the limits of nodes. */
enum NastyKeys {
    /** Short strings of the smallest and the greatest bytes, the empty one among them. */
    EXTREME_BYTES {
        @Override
        Bytes next(Random random) {
            byte[] alphabet = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};
            byte[] key = new byte[random.nextInt(7)];
            for (int i = 0; i < key.length; i++) {
                key[i] = alphabet[random.nextInt(alphabet.length)];
            }
            return Bytes.wrap(key);
        }
    },
    /** Numbered, behind one prefix of a few. */
    SHARED_PREFIX {
        @Override
        Bytes next(Random random) {
            String[] prefixes = {"msg:", "msg:2025-", "a.rather.long.name.of.something:", ""};
            String prefix = prefixes[random.nextInt(prefixes.length)];
            return Bytes.utf8(prefix + "%06d".formatted(random.nextInt(2000)));
        }
    },
    /** Each one a prefix of the longer ones; only the length tells them apart. */
    CHAIN {
        @Override
        Bytes next(Random random) {
            return Bytes.wrap(new byte[random.nextInt(300)]);
        }
    },
    /** Numbers, big endian. */
    BIG_ENDIAN {
        @Override
        Bytes next(Random random) {
            return number(random.nextInt(3000), ByteOrder.BIG_ENDIAN);
        }
    },
    /** Numbers, little endian. */
    LITTLE_ENDIAN {
        @Override
        Bytes next(Random random) {
            return number(random.nextInt(3000), ByteOrder.LITTLE_ENDIAN);
        }
    },
    /** Uniform, as hashes are. */
    RANDOM {
        @Override
        Bytes next(Random random) {
            byte[] key = new byte[16];
            random.nextBytes(key);
            return Bytes.wrap(key);
        }
    },
    /** Some longer than a whole node may be, some not, with a long prefix in common. */
    LONG {
        @Override
        Bytes next(Random random) {
            byte[] key = new byte[random.nextInt(4) == 0 ? 5000 : 300 + random.nextInt(400)];
            key[random.nextInt(key.length)] = (byte) random.nextInt(3);
            return Bytes.wrap(key);
        }
    },
    /** All of the others. */
    MIXED {
        @Override
        Bytes next(Random random) {
            List<NastyKeys> others = List.copyOf(EnumSet.complementOf(EnumSet.of(MIXED)));
            return others.get(random.nextInt(others.size())).next(random);
        }
    };

    abstract Bytes next(Random random);

    /** Different keys in random order: {@code count} or, where there are not as many, fewer. */
    List<Bytes> some(int count, Random random) {
        TreeSet<Bytes> keys = new TreeSet<>();
        for (int i = 0; i < 2 * count && keys.size() < count; i++) {
            keys.add(next(random));
        }
        List<Bytes> result = new ArrayList<>(keys);
        Collections.shuffle(result, random);
        return result;
    }

    private static Bytes number(int number, ByteOrder order) {
        return Bytes.wrap(ByteBuffer.allocate(4).order(order).putInt(number).array());
    }
}
