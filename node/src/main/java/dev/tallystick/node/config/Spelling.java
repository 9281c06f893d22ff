package dev.tallystick.node.config;

import org.jspecify.annotations.Nullable;

import java.util.Collection;

/** Guesses which name was meant. */
final class Spelling {
    /** More edits than this are no slip of the fingers. */
    private static final int EDITS_MAX = 3;

    private Spelling() {}

    /** The known name that is fewest edits away, or null where none is close. */
    static @Nullable String closest(String written, Collection<String> known) {
        String best = null;
        int bestEdits = Math.min(EDITS_MAX, written.length() / 2) + 1;
        for (String name : known) {
            int edits = edits(written, name);
            if (edits < bestEdits) {
                bestEdits = edits;
                best = name;
            }
        }
        return best;
    }

    /** Levenshtein distance. */
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
