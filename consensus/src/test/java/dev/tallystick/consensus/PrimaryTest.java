package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** A primary "0" with backups "1" and "2": spec 05, 6.2, 6.3, 7.3, 4.5 and 4.6. */
class PrimaryTest {

    private static final NodeId SELF = new NodeId("0");
    private static final NodeId ONE = new NodeId("1");
    private static final NodeId TWO = new NodeId("2");

    private final SimNode node =
            new SimNode("0", new RaftOptions(10, 100, 0, true), new Random(1), new SimEntry.Book());

    /** 2.1 makes all three nodes members; 2.2 and 2.4 are signatures. */
    @BeforeEach
    void lead() {
        node.step(new Event.StartPrimary());
        node.execute(false, NodesChange.trust(Map.of(SELF, "a:1", ONE, "b:1", TWO, "c:1")), 100);
        node.sign();
        node.write();
        node.sign();
        node.sent.clear();
    }

    @Test
    void oneBackupAndItselfAreAMajority() { // row 8
        receive(ONE, new Message.AppendEntriesResponse(2, 4, true));

        assertEquals(4, node.raft.commitSeqno());
    }

    @Test
    void anAcknowledgementOfPartCommitsTheSignatureBelow() {
        receive(ONE, new Message.AppendEntriesResponse(2, 3, true));

        assertEquals(2, node.raft.commitSeqno());
    }

    @Test
    void staleAndForeignAcknowledgementsCommitNothing() { // rows 1, 5, 6
        receive(new NodeId("9"), new Message.AppendEntriesResponse(2, 4, true));
        receive(ONE, new Message.AppendEntriesResponse(1, 4, true));
        receive(ONE, new Message.AppendEntriesResponse(2, 5, true));

        assertEquals(0, node.raft.commitSeqno());
    }

    @Test
    void aRefusalMovesBackWhatIsSentNextAndNothingElse() { // row 7
        receive(ONE, new Message.AppendEntriesResponse(2, 2, true));
        node.step(new Event.Tick(10));
        node.sent.clear();

        receive(ONE, new Message.AppendEntriesResponse(2, 0, false));
        assertTrue(node.sent.isEmpty(), "no immediate answer");
        node.step(new Event.Tick(10));

        assertEquals(new LogPosition(2, 2), appendsTo(ONE).getFirst().previous());
        assertEquals(
                2, Objects.requireNonNull(node.raft.status().acknowledgements().get(ONE)).seqno());
    }

    @Test
    void aHigherViewInAnAnswerEndsTheLeadership() { // row 4
        node.write();

        receive(TWO, new Message.AppendEntriesResponse(7, 0, false));

        assertEquals(Role.FOLLOWER, node.raft.role());
        assertEquals(7, node.raft.view());
        assertEquals(4, node.raft.lastSeqno());
    }

    @Test
    void itStepsDownInItsViewWithoutAQuorumAndKeepsItsVote() { // 7.3
        node.step(new Event.Tick(99));
        assertEquals(Role.LEADER, node.raft.role());

        node.step(new Event.Tick(1));

        assertEquals(Role.FOLLOWER, node.raft.role());
        assertEquals(2, node.raft.view());
        assertFalse(node.execute(false, NodesChange.NONE, 10), "no longer primary");
    }

    @Test
    void oneLiveBackupOfTwoIsEnoughToStay() {
        node.step(new Event.Tick(99));
        receive(ONE, new Message.AppendEntriesResponse(2, 0, false));

        node.step(new Event.Tick(99));

        assertEquals(Role.LEADER, node.raft.role());
    }

    @Test
    void aVoteIsRefusedWhileThePrimaryIsKnownButAPreVoteIsNot() { // 6.3 row 3
        LogPosition end = new LogPosition(2, 4);

        receive(ONE, new Message.RequestVote(2, end));
        receive(ONE, new Message.RequestPreVote(2, end));

        assertEquals(
                List.of(
                        new Message.RequestVoteResponse(2, false),
                        new Message.RequestPreVoteResponse(2, true)),
                node.sent.stream().map(SimNode.Envelope::message).toList());
    }

    @Test
    void aVoteIsGivenOnceInAViewAndOnlyToALogThatIsFarEnough() { // 6.3 rows 4, 5
        receive(ONE, new Message.RequestVote(3, new LogPosition(2, 2)));
        receive(ONE, new Message.RequestVote(3, new LogPosition(2, 4)));
        receive(TWO, new Message.RequestVote(3, new LogPosition(2, 9)));
        receive(ONE, new Message.RequestVote(3, new LogPosition(2, 4)));
        receive(TWO, new Message.RequestVote(2, new LogPosition(2, 9)));

        assertEquals(
                List.of(
                        new Message.RequestVoteResponse(3, false),
                        new Message.RequestVoteResponse(3, true),
                        new Message.RequestVoteResponse(3, false),
                        new Message.RequestVoteResponse(3, true),
                        new Message.RequestVoteResponse(3, false)),
                node.sent.stream().map(SimNode.Envelope::message).toList());
    }

    @Test
    void anElectionNeedsPreVotesThenVotesOfThisCandidacy() { // 6.4
        node.step(new Event.Tick(100));
        node.step(new Event.Tick(100));
        assertEquals(Role.PRE_VOTE_CANDIDATE, node.raft.role());

        receive(ONE, new Message.RequestVoteResponse(2, true));
        receive(ONE, new Message.RequestPreVoteResponse(2, false));
        receive(new NodeId("9"), new Message.RequestPreVoteResponse(2, true));
        receive(ONE, new Message.RequestPreVoteResponse(1, true));
        assertEquals(Role.PRE_VOTE_CANDIDATE, node.raft.role());

        receive(ONE, new Message.RequestPreVoteResponse(2, true));
        assertEquals(Role.CANDIDATE, node.raft.role());
        assertEquals(3, node.raft.view());

        receive(TWO, new Message.RequestPreVoteResponse(3, true));
        receive(TWO, new Message.RequestVoteResponse(2, true));
        assertEquals(Role.CANDIDATE, node.raft.role());

        receive(TWO, new Message.RequestVoteResponse(3, true));
        assertEquals(Role.LEADER, node.raft.role());
        assertTrue(node.raft.isSignatureDue());
    }

    @Test
    void aProposalOfAnotherViewIsIgnored() { // 6.5
        receive(ONE, new Message.ProposeRequestVote(1));
        receive(ONE, new Message.ProposeRequestVote(3));
        assertEquals(Role.LEADER, node.raft.role());

        receive(ONE, new Message.ProposeRequestVote(2));
        assertEquals(Role.CANDIDATE, node.raft.role());
    }

    @Test
    void manyBytesAreSentWithoutWaitingForTheTimer() { // 7.6
        node.execute(false, NodesChange.NONE, 10_000);
        assertTrue(node.sent.isEmpty());

        node.execute(false, NodesChange.NONE, 10_000);

        assertEquals(new LogPosition(2, 6), appendsTo(ONE).getLast().last());
        assertEquals(new LogPosition(2, 6), appendsTo(TWO).getLast().last());
    }

    @Test
    void oneMessageHoldsEntriesOfOneViewOnly() { // 4.6
        receive(ONE, new Message.AppendEntriesResponse(2, 4, true));
        elect();
        node.write();
        node.sign();
        node.sent.clear();
        receive(TWO, new Message.AppendEntriesResponse(2, 1, false));
        node.step(new Event.Tick(10));

        for (Message.AppendEntries message : appendsTo(TWO)) {
            assertTrue(
                    message.previous().seqno() >= 4 || message.last().seqno() <= 4,
                    message + " spans two views");
        }
        assertEquals(new LogPosition(3, 6), appendsTo(TWO).getLast().last());
        assertEquals(new LogPosition(2, 1), appendsTo(TWO).getFirst().previous());
    }

    private void elect() {
        node.step(new Event.Tick(100));
        node.step(new Event.Tick(100));
        receive(ONE, new Message.RequestPreVoteResponse(2, true));
        receive(ONE, new Message.RequestVoteResponse(3, true));
        assertEquals(Role.LEADER, node.raft.role());
    }

    private void receive(NodeId from, Message message) {
        node.step(new Event.Received(from, message));
    }

    private List<Message.AppendEntries> appendsTo(NodeId to) {
        return node.sent.stream()
                .filter(envelope -> envelope.to().equals(to))
                .map(SimNode.Envelope::message)
                .filter(Message.AppendEntries.class::isInstance)
                .map(Message.AppendEntries.class::cast)
                .toList();
    }
}
