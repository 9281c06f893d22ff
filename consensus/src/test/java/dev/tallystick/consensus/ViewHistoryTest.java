package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The examples of spec 05, section 2, and a comparison with the plain list of the definition. */
class ViewHistoryTest {

    @Test
    void aNewServiceBeginsInViewTwo() {
        ViewHistory history = ViewHistory.EMPTY.updated(1, 2);

        assertEquals(List.of(1L, 1L), history.historySince(1));
        assertEquals(2, history.viewAt(1));
        assertEquals(0, history.viewAt(0));
        assertEquals(2, history.viewAt(1_000));
    }

    @Test
    void viewsWithoutEntriesRepeatTheNextStart() {
        ViewHistory two = ViewHistory.EMPTY.updated(2, 2);
        ViewHistory four = two.updated(2, 4);

        assertEquals(List.of(2L, 2L), two.historySince(1));
        assertEquals(0, two.viewAt(1));
        assertEquals(List.of(2L, 2L, 2L, 2L), four.historySince(1));
        assertEquals(4, four.viewAt(2));
        assertEquals(0, four.startOfView(2));
        assertEquals(2, four.startOfView(4));
        assertThrows(IllegalArgumentException.class, () -> four.updated(1, 2));
    }

    @Test
    void viewsEndBeforeTheNextOneWithEntries() {
        ViewHistory history = ViewHistory.of(List.of(2L, 4L, 4L, 10L));

        assertEquals(2, history.startOfView(1));
        assertEquals(3, history.endOfView(1));
        assertEquals(0, history.startOfView(2));
        assertEquals(0, history.endOfView(2));
        assertEquals(4, history.startOfView(3));
        assertEquals(9, history.endOfView(3));
        assertEquals(10, history.startOfView(4));
        assertEquals(0, history.endOfView(4));
        assertEquals(0, history.startOfView(0));
        assertEquals(0, history.startOfView(5));
    }

    @Test
    void aDecreasingListIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> ViewHistory.of(List.of(2L, 4L, 3L)));
    }

    @Test
    void anEnormousViewCostsNoMemory() {
        ViewHistory history = ViewHistory.EMPTY.updated(1, 2).updated(5, LogPosition.NUMBER_MAX);

        assertEquals(LogPosition.NUMBER_MAX, history.viewAt(5));
        assertEquals(4, history.endOfView(2));
        assertEquals(ViewHistory.EMPTY.updated(1, 2), history.rolledBackTo(4));
    }

    @Test
    void itAgreesWithThePlainListOfTheDefinition() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            PlainHistory plain = new PlainHistory();
            ViewHistory history = ViewHistory.EMPTY;
            for (int operation = 0; operation < 12; operation++) {
                long seqno = random.nextLong(1, 30);
                if (random.nextInt(4) == 0) {
                    plain.rollback(seqno);
                    history = history.rolledBackTo(seqno);
                } else if (plain.accepts(seqno)) {
                    long view = random.nextLong(1, 12);
                    plain.update(seqno, view);
                    history = history.updated(seqno, view);
                }
                assertSame(plain, history, "seed " + seed + " operation " + operation);
            }
        }
    }

    private static void assertSame(PlainHistory plain, ViewHistory history, String where) {
        assertEquals(plain.starts, history.historySince(1), where);
        assertEquals(ViewHistory.of(plain.starts), history, where);
        for (long number = 0; number < 32; number++) {
            assertEquals(plain.viewAt(number), history.viewAt(number), where);
            assertEquals(plain.startOfView(number), history.startOfView(number), where);
            assertEquals(plain.endOfView(number), history.endOfView(number), where);
            assertEquals(plain.historyUntil(number), history.historyUntil(number), where);
        }
    }

    /** The definitions of section 2, word by word. */
    private static final class PlainHistory {
        private final List<Long> starts = new ArrayList<>();

        boolean accepts(long seqno) {
            return starts.isEmpty() || seqno >= starts.getLast();
        }

        void update(long seqno, long view) {
            while (starts.size() < view) {
                starts.add(seqno);
            }
        }

        long viewAt(long seqno) {
            return starts.stream().filter(start -> start <= seqno).count();
        }

        long startOfView(long view) {
            if (view == 0 || view > starts.size()) {
                return 0;
            }
            long start = starts.get((int) view - 1);
            return view < starts.size() && starts.get((int) view) == start ? 0 : start;
        }

        long endOfView(long view) {
            return startOfView(view) == 0 || view >= starts.size() ? 0 : starts.get((int) view) - 1;
        }

        List<Long> historyUntil(long seqno) {
            return starts.stream().filter(start -> start <= seqno).toList();
        }

        void rollback(long seqno) {
            starts.removeIf(start -> start > seqno);
        }
    }
}
