package dev.tallystick.consensus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where each view begins (spec 05, section 2). Logically a list {@code V} whose element {@code i}
 * (0-based) is the first seqno of view {@code i + 1}; a view without entries repeats the start of
 * the next one, so a new service, whose first entry is 2.1, has {@code [1, 1]}.
 *
 * <p>Stored as runs of equal elements, so that memory depends on the number of views with entries,
 * not on their numbers. Immutable: a change gives a new history.
 */
public final class ViewHistory {

    /** No entry has been seen yet. */
    public static final ViewHistory EMPTY = new ViewHistory(new long[0], new long[0]);

    private static final int LIST_MAX = 10_000_000;

    /** {@code starts[k]} is the value of run k; strictly ascending. */
    private final long[] starts;

    /** {@code lastViews[k]} is the last view of run k, the only one of it that may have entries. */
    private final long[] lastViews;

    private ViewHistory(long[] starts, long[] lastViews) {
        this.starts = starts;
        this.lastViews = lastViews;
    }

    /**
     * The history given by a list of starts, as snapshots carry it.
     *
     * @throws IllegalArgumentException if an element is smaller than the one before it
     */
    public static ViewHistory of(List<Long> viewStarts) {
        ViewHistory history = EMPTY;
        for (int i = 0; i < viewStarts.size(); i++) {
            history = history.updated(viewStarts.get(i), i + 1L);
        }
        return history;
    }

    /** The number of elements: the highest view known. */
    public long size() {
        return lastViews.length == 0 ? 0 : lastViews[lastViews.length - 1];
    }

    /**
     * This history knowing that {@code view} and any unknown view below it begin at {@code seqno};
     * no change if {@code view} is known already.
     *
     * @throws IllegalArgumentException if {@code seqno} is below the start of the last view
     */
    public ViewHistory updated(long seqno, long view) {
        int runs = starts.length;
        Check.argument(
                runs == 0 || seqno >= starts[runs - 1],
                "view {} cannot begin at {}, before the last known view",
                view,
                seqno);
        if (view <= size()) {
            return this;
        }
        boolean isSameStart = runs > 0 && seqno == starts[runs - 1];
        int newRuns = isSameStart ? runs : runs + 1;
        long[] newStarts = Arrays.copyOf(starts, newRuns);
        long[] newLastViews = Arrays.copyOf(lastViews, newRuns);
        newStarts[newRuns - 1] = seqno;
        newLastViews[newRuns - 1] = view;
        return new ViewHistory(newStarts, newLastViews);
    }

    /** The view that {@code seqno} is in, or would be in if the log were that long; 0 = unknown. */
    public long viewAt(long seqno) {
        int runs = runsStartingAtOrBelow(seqno);
        return runs == 0 ? 0 : lastViews[runs - 1];
    }

    /** The first seqno of {@code view}; 0 if the view is unknown or has no entries. */
    public long startOfView(long view) {
        int run = Arrays.binarySearch(lastViews, view);
        return view <= 0 || run < 0 ? 0 : starts[run];
    }

    /** The last seqno of {@code view}; 0 if it has no entries or is the last known one. */
    public long endOfView(long view) {
        int run = Arrays.binarySearch(lastViews, view);
        boolean hasEnd = view > 0 && run >= 0 && run + 1 < starts.length;
        return hasEnd ? starts[run + 1] - 1 : 0;
    }

    /** The elements up to {@code seqno}, as the header of a snapshot at {@code seqno} has them. */
    public List<Long> historyUntil(long seqno) {
        return elements(1, viewAt(seqno));
    }

    /**
     * The elements from {@code view} on; empty if {@code view} is above {@link #size()}.
     *
     * @param view at least 1
     */
    public List<Long> historySince(long view) {
        Check.argument(view >= 1, "views begin at 1, not {}", view);
        return elements(view, size());
    }

    /** This history without any element above {@code seqno}. */
    public ViewHistory rolledBackTo(long seqno) {
        int runs = runsStartingAtOrBelow(seqno);
        if (runs == starts.length) {
            return this;
        }
        return new ViewHistory(Arrays.copyOf(starts, runs), Arrays.copyOf(lastViews, runs));
    }

    private int runsStartingAtOrBelow(long seqno) {
        int at = Arrays.binarySearch(starts, seqno);
        return at >= 0 ? at + 1 : -at - 1;
    }

    private List<Long> elements(long firstView, long lastView) {
        Check.that(lastView - firstView < LIST_MAX, "a list of {} views", lastView);
        List<Long> elements = new ArrayList<>();
        int run = 0;
        for (long view = firstView; view <= lastView; view++) {
            while (lastViews[run] < view) {
                run++;
            }
            elements.add(starts[run]);
        }
        return List.copyOf(elements);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ViewHistory that
                && Arrays.equals(starts, that.starts)
                && Arrays.equals(lastViews, that.lastViews);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(starts) + Arrays.hashCode(lastViews);
    }

    /** The elements with their repetitions counted, e.g. {@code [1 to view 2, 9 to view 3]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int run = 0; run < starts.length; run++) {
            text.append(run == 0 ? "" : ", ").append(starts[run]);
            text.append(" to view ").append(lastViews[run]);
        }
        return text.append(']').toString();
    }
}
