package dev.tallystick.js;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A path in which {@code {name}} stands for one or more characters other than {@code /}, and other
 * than the one that follows the closing brace (spec 02, 3.3; spec 04, section 3). Everything else
 * is literal.
 *
 * @param text as written
 */
public record PathTemplate(String text) {
    /** The template written {@code text}. */
    public static PathTemplate of(String text) {
        return new PathTemplate(text);
    }

    /** Whether there is a parameter in it. */
    public boolean isTemplate() {
        return text.indexOf('{') >= 0;
    }

    /**
     * The parameters' raw texts in the order of the template, null if {@code path} does not match
     * as a whole.
     */
    public @Nullable Map<String, String> match(String path) {
        Map<String, String> params = new LinkedHashMap<>();
        int at = 0;
        int i = 0;
        while (i < text.length()) {
            int close = text.charAt(i) == '{' ? text.indexOf('}', i) : -1;
            if (close < 0) {
                if (at >= path.length() || path.charAt(at) != text.charAt(i)) {
                    return null;
                }
                at++;
                i++;
                continue;
            }
            char stop = close + 1 < text.length() ? text.charAt(close + 1) : '/';
            int end = at;
            while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != stop) {
                end++;
            }
            if (end == at) {
                return null;
            }
            params.put(text.substring(i + 1, close), path.substring(at, end));
            at = end;
            i = close + 1;
        }
        return at == path.length() ? params : null;
    }
}
