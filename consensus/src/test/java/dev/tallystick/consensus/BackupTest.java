package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The rows of spec 05, 6.1: a backup "1" whose primary "0" is in view 2. */
class BackupTest {

    private static final NodeId PRIMARY = new NodeId("0");
    private static final NodeId OTHER = new NodeId("2");
    private static final NodesChange ALL =
            NodesChange.trust(Map.of(PRIMARY, "a:1", new NodeId("1"), "b:1", OTHER, "c:1"));

    private final Raft raft = new Raft(new NodeId("1"), RaftOptions.DEFAULT, new Random(1));

    /** 2.1 makes the configuration, 2.2 and 2.4 are signatures, 2.4 is not committed. */
    @BeforeEach
    void takeFourEntries() {
        raft.step(new Event.StartBackup(LogPosition.NONE, List.of(), null));
        receive(append(2, at(0, 0), at(2, 2), 0));
        apply(entry(2, 1, false, ALL), signature(2, 2));
        receive(append(2, at(2, 2), at(2, 4), 2));
        apply(entry(2, 3, false, NodesChange.NONE), signature(2, 4));
        assertEquals(2, raft.commitSeqno());
        assertEquals(4, raft.lastSeqno());
    }

    @Test
    void anOldViewIsRefusedWithTheCurrentOne() { // row 1
        raft.step(new Event.Received(OTHER, new Message.RequestPreVote(5, at(2, 2))));

        Effects effects = receive(append(2, at(2, 4), at(2, 4), 4));

        assertEquals(refusal(5, 4), effects.all());
        assertEquals(2, raft.commitSeqno());
    }

    @Test
    void aHigherViewIsLearntAndTheUnsignedTailDropped() { // row 2
        receive(append(2, at(2, 4), at(2, 5), 2));
        apply(entry(2, 5, false, NodesChange.NONE));

        Effects effects = receive(append(3, at(2, 4), at(2, 4), 4));

        assertEquals(3, raft.view());
        assertEquals(new Effect.Rollback(at(2, 4), 3), effects.all().getFirst());
        assertEquals(4, raft.lastSeqno());
        assertEquals(4, raft.commitSeqno());
    }

    @Test
    void aCandidateStepsDownForThePrimaryOfItsViewAndKeepsItsLog() { // row 3, D3
        receive(append(2, at(2, 4), at(2, 5), 2));
        apply(entry(2, 5, false, NodesChange.NONE));
        raft.step(new Event.Tick(5_000));
        assertEquals(Role.PRE_VOTE_CANDIDATE, raft.role());

        Effects effects = receive(append(2, at(2, 5), at(2, 5), 2));

        assertEquals(Role.FOLLOWER, raft.role());
        assertEquals(5, raft.lastSeqno());
        assertTrue(effects.all().stream().noneMatch(e -> e instanceof Effect.Rollback));
    }

    @Test
    void anUnknownEntryBeforeIsRefusedWithTheOwnEnd() { // row 4
        assertEquals(refusal(2, 4), receive(append(2, at(2, 9), at(2, 9), 9)).all());
    }

    @Test
    void anotherViewBeforeIsRefusedWithTheBestEstimate() { // row 5
        receive(append(4, at(2, 4), at(4, 6), 2));
        apply(entry(4, 5, false, NodesChange.NONE), signature(4, 6));

        Effects effects = receive(append(4, at(3, 5), at(3, 6), 2));

        assertEquals(refusal(2, 4), effects.all());
    }

    @Test
    void aRefusedMessageNeitherNamesThePrimaryNorRestartsTheTimer() { // row 6
        raft.step(new Event.Received(OTHER, new Message.RequestPreVote(3, at(2, 2))));

        receive(append(3, at(3, 9), at(3, 9), 2));
        assertEquals(Optional.empty(), raft.leader());

        receive(append(3, at(2, 4), at(2, 4), 2));
        assertEquals(Optional.of(PRIMARY), raft.leader());
    }

    @Test
    void entriesBelowTheCommitAreIgnoredWithoutAReply() { // row 7
        assertTrue(receive(append(2, at(2, 1), at(2, 2), 2)).isEmpty());
    }

    @Test
    void entriesThatAreThereAreSkippedAndTheRestApplied() { // row 9
        Effects effects = receive(append(2, at(2, 2), at(2, 5), 2));

        assertEquals(
                new Effect.Apply(append(2, at(2, 2), at(2, 5), 2), 4), effects.all().getLast());
        assertEquals(
                List.of(new Effect.Append(5, 5), acknowledgement(2, 5)),
                apply(entry(2, 5, false, NodesChange.NONE)).all());
    }

    @Test
    void aConflictIsRolledBackOnceInAView() { // rows 10, 11
        receive(append(3, at(2, 4), at(3, 6), 2));
        apply(entry(3, 5, false, NodesChange.NONE), signature(3, 6));
        raft.step(new Event.Received(OTHER, new Message.RequestPreVote(5, at(2, 2))));

        Effects first = receive(append(5, at(2, 4), at(4, 5), 2));

        assertEquals(new Effect.Rollback(at(2, 4), 5), firstRollback(first));
        apply(signature(4, 5));
        assertTrue(receive(append(5, at(2, 4), at(5, 5), 2)).isEmpty());
        assertEquals(4, raft.status().viewOf(5));
    }

    @Test
    void aMessageWithoutItsEntriesIsRefused() { // row 12
        Message.AppendEntries hollow =
                new Message.AppendEntries(2, at(2, 4), at(2, 6), 2, List.of(ByteString.empty()));

        assertEquals(refusal(2, 4), receive(hollow).all());
    }

    @Test
    void whatWasAppliedBeforeABadEntryStays() { // 6.1.1
        receive(append(2, at(2, 4), at(2, 6), 2));

        Effects effects =
                raft.step(new Event.Applied(List.of(entry(2, 5, false, NodesChange.NONE)), false));

        List<Effect> expected = new ArrayList<>(List.of(new Effect.Append(5, 5)));
        expected.addAll(refusal(2, 5));
        assertEquals(expected, effects.all());
        assertEquals(5, raft.lastSeqno());
    }

    @Test
    void theCommitFollowsThePrimaryToASignatureAndNoFurtherThanTheMessage() { // 5.8, D1
        Effects effects = receive(append(2, at(2, 2), at(2, 3), 100));
        assertEquals(List.of(acknowledgement(2, 3)), effects.all());
        assertEquals(2, raft.commitSeqno());

        receive(append(2, at(2, 3), at(2, 4), 100));
        assertEquals(4, raft.commitSeqno());
    }

    @Test
    void anAcknowledgementNamesTheEndOfTheMessageNotOfTheLog() { // row 14
        assertEquals(
                List.of(acknowledgement(2, 3)), receive(append(2, at(2, 2), at(2, 3), 2)).all());
    }

    @Test
    void theTimerRunsFromTheSignatureThatFollowsTheOwnTrust() {
        assertTrue(raft.status().isTicking());
        Raft outsider = new Raft(new NodeId("9"), RaftOptions.DEFAULT, new Random(1));
        outsider.step(new Event.StartBackup(LogPosition.NONE, List.of(), null));
        outsider.step(new Event.Received(PRIMARY, append(2, at(0, 0), at(2, 2), 0)));
        outsider.step(new Event.Applied(List.of(entry(2, 1, false, ALL), signature(2, 2)), true));

        outsider.step(new Event.Tick(1_000_000));

        assertEquals(Role.FOLLOWER, outsider.role());
    }

    @Test
    void noOtherEventComesBetweenEntriesAndTheirApplication() {
        receive(append(2, at(2, 4), at(2, 5), 2));

        assertThrows(IllegalStateException.class, () -> raft.step(new Event.Tick(1)));
    }

    @Test
    void messagesFromItselfAndFromASecondPrimaryAreDropped() {
        assertTrue(
                raft.step(new Event.Received(raft.self(), append(9, at(2, 4), at(2, 4), 4)))
                        .isEmpty());
        assertEquals(2, raft.view());
    }

    private Effects receive(Message message) {
        return raft.step(new Event.Received(PRIMARY, message));
    }

    private Effects apply(EntryInfo... entries) {
        return raft.step(new Event.Applied(List.of(entries), true));
    }

    private static Effect firstRollback(Effects effects) {
        return effects.all().stream()
                .filter(e -> e instanceof Effect.Rollback)
                .findFirst()
                .orElseThrow();
    }

    private static LogPosition at(long view, long seqno) {
        return new LogPosition(view, seqno);
    }

    private static Message.AppendEntries append(
            long view, LogPosition previous, LogPosition last, long commit) {
        List<ByteString> entries = new ArrayList<>();
        for (long seqno = previous.seqno(); seqno < last.seqno(); seqno++) {
            entries.add(ByteString.copyFromUtf8("entry"));
        }
        return new Message.AppendEntries(view, previous, last, commit, entries);
    }

    private static EntryInfo entry(long view, long seqno, boolean isSignature, NodesChange nodes) {
        return new EntryInfo(at(view, seqno), 10, isSignature, nodes);
    }

    private static EntryInfo signature(long view, long seqno) {
        return entry(view, seqno, true, NodesChange.NONE);
    }

    private static List<Effect> refusal(long view, long seqno) {
        return List.of(
                new Effect.Send(PRIMARY, new Message.AppendEntriesResponse(view, seqno, false)));
    }

    private static Effect acknowledgement(long view, long seqno) {
        return new Effect.Send(PRIMARY, new Message.AppendEntriesResponse(view, seqno, true));
    }
}
