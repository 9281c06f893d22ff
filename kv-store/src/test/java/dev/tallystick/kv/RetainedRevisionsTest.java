package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.WriteSet;

import org.junit.jupiter.api.Test;

import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

class RetainedRevisionsTest {
    private final NavigableMap<Long, Revision> expected = new TreeMap<>();
    private final RetainedRevisions retained = new RetainedRevisions(put(0));

    /** Sizes differ, so that the sum tells which ones are in it. */
    private Revision put(long seqno) {
        State state =
                State.empty().after(seqno == 0 ? TxId.NONE : new TxId(2, seqno), WriteSet.EMPTY);
        Revision revision =
                Revision.of(
                        state,
                        WriteSet.EMPTY,
                        new Revision.Attributes(Digest.ZERO, EntryFlags.NONE, 1 + seqno % 101));
        expected.put(seqno, revision);
        return revision;
    }

    private void check() {
        long oldest = expected.firstKey();
        long newest = expected.lastKey();
        assertSame(expected.get(oldest), retained.oldest());
        assertSame(expected.get(newest), retained.newest());
        expected.forEach((seqno, revision) -> assertSame(revision, retained.at(seqno)));
        assertThrows(IllegalStateException.class, () -> retained.at(oldest - 1));
        assertThrows(IllegalStateException.class, () -> retained.at(newest + 1));
        assertEquals(
                expected.tailMap(oldest, false).values().stream()
                        .mapToLong(Revision::heldBytes)
                        .sum(),
                retained.uncommittedBytes());
    }

    @Test
    void itHoldsWhatWasAddedAndNotDroppedThroughGrowthAndShrinking() {
        Random random = new Random(4);
        for (int step = 0; step < 300; step++) {
            int growth = random.nextInt(step % 50 == 0 ? 3000 : 100);
            for (int i = 0; i < growth; i++) {
                retained.add(put(expected.lastKey() + 1));
            }
            if (random.nextBoolean()) {
                long to = expected.firstKey() + random.nextInt(expected.size());
                assertEquals(
                        expected.subMap(expected.firstKey(), false, to, true).values().stream()
                                .toList(),
                        retained.dropBelow(to));
                expected.headMap(to).clear();
            }
            if (random.nextInt(4) == 0) {
                long to = expected.firstKey() + random.nextInt(expected.size());
                retained.dropAbove(to);
                expected.tailMap(to, false).clear();
            }
            check();
        }
    }

    @Test
    void aGapIsRefused() {
        assertThrows(IllegalStateException.class, () -> retained.add(put(2)));
    }
}
