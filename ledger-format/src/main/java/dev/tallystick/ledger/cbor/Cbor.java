package dev.tallystick.ledger.cbor;

import dev.tallystick.ledger.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One CBOR data item. Maps keep the order in which their pairs were read or built, because COSE
 * headers are signed in that order (spec 01, 5.2).
 */
public sealed interface Cbor {
    /** {@code null}, which COSE uses for a detached payload. */
    Simple NULL = new Simple(22);

    /**
     * An integer of major type 0 or 1.
     *
     * @param value between −2⁶³ and 2⁶³−1; larger magnitudes are refused when reading
     */
    record Int(long value) implements Cbor {}

    /** A byte string. */
    record ByteString(Bytes bytes) implements Cbor {
        /** The size only: it may be a secret or a large payload. */
        @Override
        public String toString() {
            return "ByteString[" + bytes.length() + " bytes]";
        }
    }

    /** A text string. */
    record Text(String text) implements Cbor {}

    /** An array. */
    record Array(List<Cbor> items) implements Cbor {
        /** Copies the list. */
        public Array {
            items = List.copyOf(items);
        }
    }

    /** A map; no two pairs have equal keys. */
    record Map(List<Pair> pairs) implements Cbor {
        /** Copies the list. */
        public Map {
            pairs = List.copyOf(pairs);
        }

        /** The value under a key, if there is one. */
        public Optional<Cbor> get(Cbor key) {
            for (Pair pair : pairs) {
                if (pair.key().equals(key)) {
                    return Optional.of(pair.value());
                }
            }
            return Optional.empty();
        }

        /** The value under an integer label. */
        public Optional<Cbor> get(long label) {
            return get(new Int(label));
        }

        /** The value under a text label. */
        public Optional<Cbor> get(String label) {
            return get(new Text(label));
        }
    }

    /** One key with its value. */
    record Pair(Cbor key, Cbor value) {}

    /** A tagged item. */
    record Tagged(long tag, Cbor content) implements Cbor {}

    /**
     * A simple value.
     *
     * @param value 20 false, 21 true, 22 null, 23 undefined; others as in RFC 8949, 3.3
     */
    record Simple(int value) implements Cbor {}

    /**
     * A floating point number, kept but never interpreted by COSE.
     *
     * @param sizeBytes 2, 4 or 8
     * @param bits the number's bits, right-aligned
     */
    record FloatBits(int sizeBytes, long bits) implements Cbor {}

    /** An integer item. */
    static Int of(long value) {
        return new Int(value);
    }

    /** A text item. */
    static Text of(String text) {
        return new Text(text);
    }

    /** A byte string item; copies the bytes. */
    static ByteString of(byte[] bytes) {
        return new ByteString(Bytes.copyOf(bytes));
    }

    /** A boolean item. */
    static Simple of(boolean value) {
        return new Simple(value ? 21 : 20);
    }

    /** An array of the given items. */
    static Array array(Cbor... items) {
        return new Array(List.of(items));
    }

    /** Starts a map whose pairs keep the order of {@link MapBuilder#put}. */
    static MapBuilder map() {
        return new MapBuilder();
    }

    /** Collects the pairs of a map in order. */
    final class MapBuilder {
        private final List<Pair> pairs = new ArrayList<>();

        private MapBuilder() {}

        /** Adds a pair under an integer label. */
        public MapBuilder put(long label, Cbor value) {
            pairs.add(new Pair(of(label), value));
            return this;
        }

        /** Adds a pair under a text label. */
        public MapBuilder put(String label, Cbor value) {
            pairs.add(new Pair(of(label), value));
            return this;
        }

        /** The finished map. */
        public Map build() {
            return new Map(pairs);
        }
    }
}
