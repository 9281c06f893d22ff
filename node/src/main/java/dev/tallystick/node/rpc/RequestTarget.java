package dev.tallystick.node.rpc;

import org.jspecify.annotations.Nullable;

/**
 * A request target taken apart (spec 02, 3.2 and 3.5).
 *
 * @param frontend that answers
 * @param path within the frontend, its prefix stripped, not decoded
 * @param fullPath as sent, not decoded
 * @param rawQuery between the first {@code ?} and the next {@code #}, not decoded; empty if none
 */
public record RequestTarget(FrontendName frontend, String path, String fullPath, String rawQuery) {
    /** Takes {@code target} apart; every text is a target. */
    public static RequestTarget parse(String target) {
        int question = target.indexOf('?');
        String fullPath = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        int hash = query.indexOf('#');
        String rawQuery = hash < 0 ? query : query.substring(0, hash);
        FrontendName named = named(fullPath);
        return named == null
                ? new RequestTarget(FrontendName.APP, fullPath, fullPath, rawQuery)
                : new RequestTarget(
                        named, fullPath.substring(named.prefix().length()), fullPath, rawQuery);
    }

    /** The frontend whose word stands between the first two slashes, null if none. */
    private static @Nullable FrontendName named(String fullPath) {
        for (FrontendName frontend : FrontendName.values()) {
            String prefix = frontend.prefix();
            if (fullPath.startsWith(prefix)
                    && fullPath.length() > prefix.length()
                    && fullPath.charAt(prefix.length()) == '/') {
                return frontend;
            }
        }
        return null;
    }
}
