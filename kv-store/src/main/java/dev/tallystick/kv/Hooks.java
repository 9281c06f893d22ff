package dev.tallystick.kv;

import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hooks by map, of one kind. Registering copies, so that running them takes no lock. */
final class Hooks {
    private volatile Map<String, List<MapHook>> byMap = Map.of();

    synchronized void add(String map, MapHook hook) {
        Map<String, List<MapHook>> next = new HashMap<>(byMap);
        List<MapHook> hooks = new ArrayList<>(next.getOrDefault(map, List.of()));
        hooks.add(hook);
        next.put(map, List.copyOf(hooks));
        byMap = next;
    }

    /** Whether anybody wants to be told of changes to {@code map}. */
    boolean has(String map) {
        return byMap.containsKey(map);
    }

    /**
     * Tells the hooks of each changed map, in the order of maps in the entry and of registration.
     */
    void run(long seqno, WriteSet writes) {
        Map<String, List<MapHook>> now = byMap;
        if (now.isEmpty()) {
            return;
        }
        List<MapWrites> maps = writes.maps();
        for (int i = 0; i < maps.size(); i++) {
            List<MapHook> hooks = now.get(maps.get(i).name());
            if (hooks != null) {
                for (int j = 0; j < hooks.size(); j++) {
                    hooks.get(j).accept(seqno, maps.get(i));
                }
            }
        }
    }
}
