package dev.tallystick.consensus;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What the consensus core may be told. It learns of time only through {@link Tick}. */
public sealed interface Event {

    /** Time has passed (spec 05, 7.3). A tick of 0 ms has no effect. */
    record Tick(long elapsedMillis) implements Event {

        public Tick {
            Check.argument(elapsedMillis >= 0, "time does not go back by {} ms", elapsedMillis);
        }
    }

    /** A message arrived; {@code from} is the authenticated sender (section 6). */
    record Received(NodeId from, Message message) implements Event {}

    /**
     * Entries were executed on this node, which took itself to be primary in {@code view} (7.6).
     * They become part of the log only with {@link Effect.Append}.
     */
    record Appended(long view, List<EntryInfo> entries) implements Event {

        public Appended {
            entries = List.copyOf(entries);
            for (EntryInfo entry : entries) {
                Check.argument(
                        entry.position().view() == view,
                        "entry {} was not executed in view {}",
                        entry.position(),
                        view);
            }
        }
    }

    /**
     * The host's answer to {@link Effect.Apply} (6.1, 6.1.1), and the only event allowed after it.
     *
     * @param entries what was applied to the store, in order from the first new seqno
     * @param allApplied false when an entry was refused (unparsable, another view or seqno in its
     *     header, bad signature); the store must be as if that entry had never been tried
     */
    record Applied(List<EntryInfo> entries, boolean allApplied) implements Event {

        public Applied {
            entries = List.copyOf(entries);
        }
    }

    /** This node starts a new service, in view 2 with an empty log (9.2). */
    record StartPrimary() implements Event {}

    /**
     * This node recovers a service from its ledger and becomes primary two views later (9.3).
     *
     * @param lastSigned the last signature of the recovered ledger, where that ledger now ends
     * @param viewStarts the view history read from the ledger, element i = first seqno of view i+1
     */
    record RecoverPrimary(LogPosition lastSigned, List<Long> viewStarts) implements Event {

        public RecoverPrimary {
            viewStarts = List.copyOf(viewStarts);
        }
    }

    /**
     * This node joins as a backup (9.2).
     *
     * @param snapshot position of the snapshot it starts from, with the view of the last signature
     *     in it; {@link LogPosition#NONE} without a snapshot
     * @param viewStarts the view list of the snapshot's header, else empty
     * @param configuration the configuration in the snapshot, else null
     */
    record StartBackup(
            LogPosition snapshot, List<Long> viewStarts, @Nullable Configuration configuration)
            implements Event {

        public StartBackup {
            viewStarts = List.copyOf(viewStarts);
        }
    }

    /** The operator asks a primary to hand over before it is stopped (8.7). */
    record NominateSuccessor() implements Event {}
}
