package dev.tallystick.ledger.view;

/**
 * A pattern for the names of tables: {@code *} stands for any characters, {@code ?} for one; dots
 * and colons are nothing special.
 *
 * @param pattern as it was written
 */
public record Glob(String pattern) {
    /** Whether the whole of {@code name} fits. */
    public boolean matches(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int starName = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starName = n;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++starName;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }
}
