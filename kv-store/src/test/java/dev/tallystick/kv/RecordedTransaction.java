package dev.tallystick.kv;

import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A transaction as its client has seen it: what it asked, what it was answered, and when.
 *
 * @param base id of the last entry it could see
 * @param isReadCommitted whether it began on the globally committed state
 * @param beginNanos before it began, and after
 * @param endNanos before its commit was asked for, and after the answer
 * @param steps in their order
 * @param committed id of its entry; {@code null} for one that only read
 */
record RecordedTransaction(
        TxId base,
        boolean isReadCommitted,
        Interval beginNanos,
        Interval endNanos,
        List<Step> steps,
        @Nullable TxId committed) {

    /** Of a call: the effect lies somewhere between. */
    record Interval(long before, long after) {}

    /** One operation with its answer. Keys are strings, "map/key"; a value occurs only once. */
    sealed interface Step {
        /** The value was this. */
        record Get(String key, Optional<String> answer) implements Step {}

        /** At most {@code limit} entries between two keys were these, "key=value". */
        record Walk(String from, String to, boolean isAscending, int limit, List<String> answer)
                implements Step {}

        /** Empty removes. */
        record Write(String key, Optional<String> value) implements Step {}
    }

    /** The id of the state that this transaction proves to exist. */
    TxId seen() {
        return committed == null ? base : committed;
    }

    /**
     * Runs the steps again on {@code state}.
     *
     * @return the state after it, or a text that says which answer is another one
     */
    Replayed replayOn(NavigableMap<String, String> state) {
        NavigableMap<String, String> now = new TreeMap<>(state);
        for (Step step : steps) {
            String wrong =
                    switch (step) {
                        case Step.Get get ->
                                differs(get, get.answer(), Optional.ofNullable(now.get(get.key())));
                        case Step.Walk walk -> differs(walk, walk.answer(), walk(walk, now));
                        case Step.Write(String key, Optional<String> value) -> {
                            value.ifPresentOrElse(v -> now.put(key, v), () -> now.remove(key));
                            yield "";
                        }
                    };
            if (!wrong.isEmpty()) {
                return new Replayed(now, wrong);
            }
        }
        return new Replayed(now, "");
    }

    /** A state, or what is wrong with it. */
    record Replayed(NavigableMap<String, String> state, String wrong) {}

    private static String differs(Step step, Object seen, Object replayed) {
        return seen.equals(replayed) ? "" : step + " would be " + replayed;
    }

    private static List<String> walk(Step.Walk walk, NavigableMap<String, String> state) {
        List<String> visited = new ArrayList<>();
        NavigableMap<String, String> range = state.subMap(walk.from(), true, walk.to(), false);
        (walk.isAscending() ? range : range.descendingMap())
                .forEach((key, value) -> visited.add(key + "=" + value));
        return visited.subList(0, Math.min(walk.limit(), visited.size()));
    }
}
