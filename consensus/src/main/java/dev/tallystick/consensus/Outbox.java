package dev.tallystick.consensus;

import java.util.ArrayList;
import java.util.List;

/** The effects of the step in progress. */
final class Outbox {

    private final List<Effect> effects = new ArrayList<>();

    void add(Effect effect) {
        effects.add(effect);
    }

    void send(NodeId to, Message message) {
        effects.add(new Effect.Send(to, message));
    }

    /** The entry is in the log; neighbours become one {@link Effect.Append}. */
    void append(long seqno) {
        if (!effects.isEmpty()
                && effects.getLast() instanceof Effect.Append before
                && before.lastSeqno() == seqno - 1) {
            effects.set(effects.size() - 1, new Effect.Append(before.firstSeqno(), seqno));
        } else {
            effects.add(new Effect.Append(seqno, seqno));
        }
    }

    /** What the step asks for; the next step begins empty. */
    Effects take() {
        Effects taken = new Effects(effects);
        effects.clear();
        return taken;
    }
}
