package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A service of one node, from its start (spec 05, 9.2, 9.3, 5.4 to 5.7, 7). */
class SingleNodeTest {

    private static final NodeId SELF = new NodeId("0");
    private static final NodesChange GENESIS = NodesChange.trust(Map.of(SELF, "host:1"));

    private final SimNode node =
            new SimNode("0", RaftOptions.DEFAULT, new Random(1), new SimEntry.Book());

    private void start() {
        node.step(new Event.StartPrimary());
        node.execute(false, GENESIS, 100);
    }

    @Test
    void aNewServiceHasItsPrimaryInViewTwo() {
        node.step(new Event.StartPrimary());

        assertEquals(Role.LEADER, node.raft.role());
        assertEquals(2, node.raft.view());
        assertEquals(Optional.of(SELF), node.raft.leader());
        assertEquals(
                List.of(
                        new Effect.StartTerm(2),
                        new Effect.RoleChanged(Role.LEADER, 2, SELF),
                        new Effect.RequestRetiredCommitted()),
                node.lastEffects);
    }

    @Test
    void theGenesisTransactionMakesTheFirstConfiguration() {
        start();

        assertEquals(
                List.of(new Configuration(1, Map.of(SELF, "host:1"))),
                node.raft.status().configurations());
        assertEquals(List.of(1L, 1L), node.raft.viewHistory().historySince(1));
    }

    @Test
    void onlySignaturesCommitAndEverythingBeforeThemWithThem() {
        start();
        assertEquals(0, node.raft.commitSeqno());

        node.sign();
        assertEquals(2, node.raft.commitSeqno());

        node.write();
        node.write();
        assertEquals(2, node.raft.commitSeqno());
        assertEquals(TxStatus.PENDING, node.raft.status().statusOf(new LogPosition(2, 4)));

        node.sign();
        assertEquals(5, node.raft.commitSeqno());
        assertEquals(TxStatus.COMMITTED, node.raft.status().statusOf(new LogPosition(2, 4)));
        assertEquals(List.of(new LogPosition(2, 2), new LogPosition(2, 5)), node.committed);
    }

    @Test
    void aBatchIsAppendedWholeAndCommittedUpToItsLastSignature() {
        start();

        Effects effects =
                node.raft.step(
                        new Event.Appended(
                                2, List.of(entry(2, true), entry(3, true), entry(4, false))));

        assertEquals(List.of(new Effect.Append(2, 4), new Effect.Commit(3)), effects.all());
        assertEquals(3, effects.committedSeqno().orElseThrow());
    }

    @Test
    void theFirstSignatureOfTheViewIsDueUntilItIsThere() {
        start();
        assertTrue(node.raft.isSignatureDue());

        node.sign();

        assertFalse(node.raft.isSignatureDue());
    }

    @Test
    void theElectionTimerRunsFromTheFirstSignatureThatFollowsTheOwnConfiguration() {
        start();
        assertFalse(node.raft.status().isTicking());

        node.sign();

        assertTrue(node.raft.status().isTicking());
    }

    @Test
    void aSinglePrimaryStaysPrimaryHoweverLongItWaits() {
        start();
        node.sign();

        for (int i = 0; i < 100; i++) {
            node.step(new Event.Tick(10_000));
        }

        assertEquals(Role.LEADER, node.raft.role());
        assertEquals(2, node.raft.view());
        assertTrue(node.sent.isEmpty());
    }

    @Test
    void requestsAreRefusedWhileTooManyEntriesAreNotCommitted() {
        SimNode small =
                new SimNode(
                        "0",
                        new RaftOptions(100, 5_000, 3, true),
                        new Random(1),
                        new SimEntry.Book());
        small.step(new Event.StartPrimary());
        small.execute(false, GENESIS, 100);
        small.write();
        assertFalse(small.raft.isOverloaded());

        small.write();
        assertTrue(small.raft.isOverloaded());

        small.sign();
        assertFalse(small.raft.isOverloaded());
    }

    @Test
    void entriesOfAnotherViewAreRefusedWithoutARollback() {
        start();

        Effects effects =
                node.raft.step(
                        new Event.Appended(
                                3,
                                List.of(
                                        new EntryInfo(
                                                new LogPosition(3, 2),
                                                10,
                                                false,
                                                NodesChange.NONE))));

        assertEquals(List.of(new Effect.Refuse("the entries are of view 3, now 2")), effects.all());
        assertEquals(1, node.raft.lastSeqno());
    }

    @Test
    void aGapIsRefusedAndWhatCameBeforeItIsKept() {
        start();

        Effects effects =
                node.raft.step(new Event.Appended(2, List.of(entry(2, false), entry(4, false))));

        assertEquals(
                List.of(new Effect.Append(2, 2), new Effect.Refuse("entry 2.4 does not follow 2")),
                effects.all());
        assertEquals(2, node.raft.lastSeqno());
    }

    @Test
    void aNodeThatIsNotPrimaryDropsWhatItExecuted() {
        node.step(new Event.StartBackup(LogPosition.NONE, List.of(), null));

        Effects effects = node.raft.step(new Event.Appended(0, List.of()));

        assertEquals(
                List.of(
                        new Effect.Rollback(LogPosition.NONE, 0),
                        new Effect.Refuse("this node is not the primary")),
                effects.all());
    }

    @Test
    void aRecoveredServiceBeginsTwoViewsLater() {
        Raft raft = new Raft(SELF, RaftOptions.DEFAULT, new Random(1));

        Effects effects =
                raft.step(
                        new Event.RecoverPrimary(new LogPosition(4, 20), List.of(1L, 1L, 9L, 9L)));

        assertEquals(6, raft.view());
        assertEquals(20, raft.commitSeqno());
        assertEquals(20, raft.lastSeqno());
        assertEquals(new Effect.Rollback(new LogPosition(4, 20), 6), effects.all().getFirst());
        raft.step(
                new Event.Appended(
                        6, List.of(new EntryInfo(new LogPosition(6, 21), 10, false, GENESIS))));
        assertEquals(6, raft.status().viewOf(21));
        assertEquals(4, raft.status().viewOf(20));
        assertEquals(List.of(1L, 1L, 9L, 9L, 21L, 21L), raft.viewHistory().historySince(1));
    }

    @Test
    void aNodeStartsOnce() {
        start();

        assertThrows(IllegalStateException.class, () -> node.raft.step(new Event.StartPrimary()));
    }

    @Test
    void theStatusBeforeTheFirstCommitSaysSo() {
        RaftStatus status = node.raft.status();

        assertEquals(Role.NONE, status.role());
        assertEquals(LogPosition.NONE, status.committed());
        assertEquals("Active", status.membership());
        assertNull(status.leader());
        assertEquals(TxStatus.UNKNOWN, status.statusOf(new LogPosition(2, 1)));
    }

    private static EntryInfo entry(long seqno, boolean isSignature) {
        return new EntryInfo(new LogPosition(2, seqno), 10, isSignature, NodesChange.NONE);
    }
}
