package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** Messages that no correct node sends never make the core throw, commit less, or go back. */
@ExtendWith(Quiet.class)
class HostileMessagesTest {

    private static final NodeId SELF = new NodeId("1");
    private static final NodesChange MEMBERS =
            NodesChange.trust(Map.of(SELF, "a:1", new NodeId("0"), "b:1", new NodeId("2"), "c:1"));

    @Test
    void theCoreSurvivesNonsenseInEveryRole() {
        for (long seed = 0; seed < 2_000; seed++) {
            try {
                runNonsense(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void runNonsense(Random random) {
        Raft raft = new Raft(SELF, new RaftOptions(10, 100, 0, random.nextBoolean()), random);
        if (random.nextBoolean()) {
            raft.step(new Event.StartPrimary());
            raft.step(
                    new Event.Appended(
                            2,
                            List.of(
                                    new EntryInfo(new LogPosition(2, 1), 10, false, MEMBERS),
                                    signature(2, 2),
                                    signature(2, 3))));
        } else {
            raft.step(new Event.StartBackup(LogPosition.NONE, List.of(), null));
        }
        for (int i = 0; i < 60; i++) {
            long view = raft.view();
            long commit = raft.commitSeqno();
            stepAndApply(raft, random);
            assertTrue(raft.view() >= view, "the view fell");
            assertTrue(raft.commitSeqno() >= commit, "the commit fell");
            assertTrue(raft.lastSeqno() >= raft.commitSeqno(), "the log ends below the commit");
        }
    }

    private static void stepAndApply(Raft raft, Random random) {
        Event event =
                random.nextInt(8) == 0
                        ? new Event.Tick(random.nextInt(150))
                        : new Event.Received(
                                new NodeId(String.valueOf(random.nextInt(4))), message(random));
        List<Effect> effects = raft.step(event).all();
        if (!effects.isEmpty() && effects.getLast() instanceof Effect.Apply apply) {
            long count = apply.message().last().seqno() - apply.after();
            long applied = random.nextInt(4) == 0 ? random.nextLong(count + 1) : count;
            List<EntryInfo> entries = new ArrayList<>();
            for (long i = 1; i <= applied; i++) {
                entries.add(entry(apply.message().last().view(), apply.after() + i, random));
            }
            raft.step(new Event.Applied(entries, applied == count));
        }
    }

    private static EntryInfo entry(long view, long seqno, Random random) {
        NodesChange nodes = random.nextInt(5) == 0 ? MEMBERS : NodesChange.NONE;
        return new EntryInfo(new LogPosition(view, seqno), 10, random.nextBoolean(), nodes);
    }

    private static EntryInfo signature(long view, long seqno) {
        return new EntryInfo(new LogPosition(view, seqno), 10, true, NodesChange.NONE);
    }

    private static Message message(Random random) {
        long view = number(random);
        return switch (random.nextInt(8)) {
            case 0 -> new Message.AppendEntriesResponse(view, number(random), true);
            case 1 -> new Message.AppendEntriesResponse(view, number(random), false);
            case 2 -> new Message.RequestVote(view, position(random));
            case 3 -> new Message.RequestVoteResponse(view, random.nextInt(4) != 0);
            case 4 -> new Message.RequestPreVote(view, position(random));
            case 5 -> new Message.RequestPreVoteResponse(view, random.nextInt(4) != 0);
            case 6 -> new Message.ProposeRequestVote(view);
            default -> appendEntries(random);
        };
    }

    /** Any that its constructor allows: views in order, seqnos in order. */
    private static Message appendEntries(Random random) {
        long[] views = LongStream.range(0, 3).map(i -> number(random)).sorted().toArray();
        long previous = number(random);
        long count = random.nextInt(4);
        long last = Math.min(previous + count, LogPosition.NUMBER_MAX);
        if (last == 0 || views[1] == 0) {
            return new Message.AppendEntries(
                    views[2], LogPosition.NONE, LogPosition.NONE, number(random), List.of());
        }
        int entries = random.nextInt(8) == 0 ? random.nextInt(4) : (int) (last - previous);
        return new Message.AppendEntries(
                views[2],
                new LogPosition(views[0], previous),
                new LogPosition(views[1], last),
                number(random),
                Collections.nCopies(entries, ByteString.EMPTY));
    }

    private static LogPosition position(Random random) {
        return new LogPosition(number(random), number(random));
    }

    private static long number(Random random) {
        return random.nextInt(60) == 0 ? LogPosition.NUMBER_MAX : random.nextInt(7);
    }
}
