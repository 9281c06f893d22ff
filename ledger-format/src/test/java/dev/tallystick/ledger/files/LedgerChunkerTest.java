package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.entry.EntryFlags;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** When a chunk ends (spec 01, 1.5). */
class LedgerChunkerTest {
    @Test
    void aChunkEndsWhenTheEntriesBeforeTheSignatureReachTheChunkSize() {
        LedgerChunker chunker = new LedgerChunker(100, 0);
        chunker.appended(1, 99, EntryFlags.NONE);
        assertFalse(chunker.endsChunk(2), "99 of 100 bytes");

        chunker.appended(2, 1, EntryFlags.NONE);
        assertTrue(chunker.endsChunk(3), "100 of 100 bytes");

        chunker.appended(3, 1000, EntryFlags.FORCE_CHUNK_AFTER);
        chunker.appended(4, 99, EntryFlags.NONE);
        assertFalse(chunker.endsChunk(5), "the signature counts to the chunk it ended");
    }

    @Test
    void aRequestHoldsUntilAChunkHasEndedAtOrAfterIt() {
        LedgerChunker chunker = new LedgerChunker(1000, 0);
        chunker.appended(1, 1, EntryFlags.NONE);
        chunker.requestChunk(2);
        assertTrue(chunker.endsChunk(2), "requested at its own seqno");

        chunker.appended(2, 1, EntryFlags.NONE);
        assertTrue(chunker.endsChunk(3), "still requested");

        chunker.appended(3, 1, EntryFlags.FORCE_CHUNK_AFTER);
        assertFalse(chunker.endsChunk(4), "done");
    }

    @Test
    void aForcedStartIsAChunkEndBeforeIt() {
        LedgerChunker chunker = new LedgerChunker(10, 0);
        chunker.appended(1, 50, EntryFlags.NONE);
        chunker.appended(2, 5, EntryFlags.FORCE_CHUNK_BEFORE);

        assertFalse(chunker.endsChunk(3), "only 5 bytes in the new chunk");
    }

    @Test
    void anyHistoryGivesTheAnswersOfThePlainRule() {
        for (long seed = 0; seed < 100; seed++) {
            new History(seed).run(300);
        }
    }

    /** The rule of the spec over complete lists. Replay: run with its seed. */
    private static final class History {
        private static final int CHUNK_SIZE = 100;

        private final long seed;
        private final Random random;
        private final int start;
        private final LedgerChunker chunker;
        private final List<Long> entries = new ArrayList<>();
        private final List<Integer> requests = new ArrayList<>();
        private final List<Integer> ends = new ArrayList<>();
        private int compacted;

        History(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.start = random.nextInt(3) * 50;
            this.compacted = start;
            this.chunker = new LedgerChunker(CHUNK_SIZE, start);
        }

        private int last() {
            return start + entries.size();
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                change();
                assertEquals(
                        endsChunk(last() + 1),
                        chunker.endsChunk(last() + 1),
                        "seed " + seed + ", step " + step);
            }
        }

        private void change() {
            int choice = random.nextInt(20);
            if (choice < 16) {
                boolean isEnd = random.nextInt(3) == 0 && endsChunk(last() + 1);
                int flags = isEnd ? EntryFlags.FORCE_CHUNK_AFTER : 0;
                flags |= random.nextInt(30) == 0 ? EntryFlags.FORCE_CHUNK_BEFORE : 0;
                long size = random.nextInt(30);
                chunker.appended(last() + 1, size, flags);
                if (EntryFlags.startsChunk(flags)) {
                    ends.add(last());
                }
                entries.add(size);
                if (EntryFlags.endsChunk(flags)) {
                    ends.add(last());
                }
            } else if (choice == 16) {
                int seqno = last() + random.nextInt(2);
                if (seqno > start) {
                    chunker.requestChunk(seqno);
                    requests.add(seqno);
                }
            } else if (choice == 17) {
                int to = random.nextInt(compacted, last() + 1);
                chunker.rollback(to);
                entries.subList(to - start, entries.size()).clear();
                requests.removeIf(request -> request > to);
                ends.removeIf(end -> end > to);
            } else {
                compacted = random.nextInt(compacted, last() + 1);
                chunker.compact(compacted);
            }
        }

        private boolean endsChunk(int signature) {
            int lastEnd = ends.stream().mapToInt(end -> end).max().orElse(start);
            long size = 0;
            for (int seqno = lastEnd + 1; seqno <= last(); seqno++) {
                size += entries.get(seqno - start - 1);
            }
            return size >= CHUNK_SIZE
                    || requests.stream()
                            .anyMatch(request -> request <= signature && request > lastEnd);
        }
    }
}
