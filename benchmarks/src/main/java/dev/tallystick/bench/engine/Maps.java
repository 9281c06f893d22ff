package dev.tallystick.bench.engine;

import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.kv.map.ValueForm;
import dev.tallystick.ledger.Bytes;

import org.pcollections.TreePMap;

import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;

/** The same entries in each of the maps that are compared. */
final class Maps {
    /** As many puts make a version of ours; every put makes one of the other persistent maps. */
    private static final int PER_COMMIT = 1000;

    private Maps() {}

    static OrderedMap<Bytes> tallystick(Bytes[] keys) {
        OrderedMap.Edit<Bytes> edit = OrderedMap.empty(ValueForm.bytes()).edit();
        Random random = new Random(1);
        for (int i = 0; i < keys.length; i++) {
            edit.put(keys[i], RandomKeys.value(random), 1);
            if (i % PER_COMMIT == 0) {
                edit = edit.seal().edit();
            }
        }
        return edit.seal();
    }

    static ConcurrentSkipListMap<Bytes, Bytes> skipList(Bytes[] keys) {
        ConcurrentSkipListMap<Bytes, Bytes> map = new ConcurrentSkipListMap<>();
        Random random = new Random(1);
        for (Bytes key : keys) {
            map.put(key, RandomKeys.value(random));
        }
        return map;
    }

    static TreePMap<Bytes, Bytes> pcollections(Bytes[] keys) {
        TreePMap<Bytes, Bytes> map = TreePMap.empty();
        Random random = new Random(1);
        for (Bytes key : keys) {
            map = map.plus(key, RandomKeys.value(random));
        }
        return map;
    }

    static io.vavr.collection.TreeMap<Bytes, Bytes> vavr(Bytes[] keys) {
        io.vavr.collection.TreeMap<Bytes, Bytes> map = io.vavr.collection.TreeMap.empty();
        Random random = new Random(1);
        for (Bytes key : keys) {
            map = map.put(key, RandomKeys.value(random));
        }
        return map;
    }

    static scala.collection.immutable.HashMap<Bytes, Bytes> champ(Bytes[] keys) {
        scala.collection.immutable.HashMap<Bytes, Bytes> map =
                new scala.collection.immutable.HashMap<>();
        Random random = new Random(1);
        for (Bytes key : keys) {
            map = map.updated(key, RandomKeys.value(random));
        }
        return map;
    }
}
