package dev.tallystick.consensus;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * All that one step asks of the host, in the order in which it must be done.
 *
 * @param all the effects; unmodifiable
 */
public record Effects(List<Effect> all) implements Iterable<Effect> {

    public Effects {
        all = List.copyOf(all);
    }

    @Override
    public Iterator<Effect> iterator() {
        return all.iterator();
    }

    /** Whether nothing is to be done. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The highest seqno that this step committed. */
    public OptionalLong committedSeqno() {
        OptionalLong committed = OptionalLong.empty();
        for (Effect effect : all) {
            if (effect instanceof Effect.Commit commit) {
                committed = OptionalLong.of(commit.seqno());
            }
        }
        return committed;
    }
}
