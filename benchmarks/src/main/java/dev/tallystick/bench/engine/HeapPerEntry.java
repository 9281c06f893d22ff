package dev.tallystick.bench.engine;

import dev.tallystick.bench.Probe;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.kv.map.ValueForm;
import dev.tallystick.ledger.Bytes;

import java.util.Random;

/**
 * Heap that an entry takes beyond the bytes of its key and value: a million entries, each a commit
 * of its own, in random order. The baseline is the same of commits of a thousand entries.
 */
public final class HeapPerEntry implements Probe {
    private static final int ENTRIES = 1_000_000;
    private static final int BATCH = 1000;
    private static final int COLLECTIONS = 3;

    @Override
    public Reading measure(boolean quick) {
        return new Reading(bytes(1), bytes(BATCH));
    }

    private static double bytes(int perCommit) {
        long before = usedBytes();
        OrderedMap<Bytes> map = filled(perCommit);
        double bytes = (double) (usedBytes() - before) / map.size();
        return bytes - RandomKeys.KEY_BYTES - RandomKeys.VALUE_BYTES;
    }

    private static OrderedMap<Bytes> filled(int perCommit) {
        Random random = new Random(1);
        OrderedMap<Bytes> map = OrderedMap.empty(ValueForm.bytes());
        while (map.size() < ENTRIES) {
            OrderedMap.Edit<Bytes> edit = map.edit();
            for (int i = 0; i < perCommit; i++) {
                byte[] key = new byte[RandomKeys.KEY_BYTES];
                random.nextBytes(key);
                edit.put(Bytes.wrap(key), RandomKeys.value(random), map.size() + 1L);
            }
            map = edit.seal();
        }
        return map;
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            runtime.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
