package dev.tallystick.node.rpc;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which {@code allow} headers list verbs: the numbers of CCF's parser (spec 02, 3.3).
 */
final class Verbs {
    private static final List<String> ORDER =
            List.of(
                    "DELETE",
                    "GET",
                    "HEAD",
                    "POST",
                    "PUT",
                    "CONNECT",
                    "OPTIONS",
                    "TRACE",
                    "COPY",
                    "LOCK",
                    "MKCOL",
                    "MOVE",
                    "PROPFIND",
                    "PROPPATCH",
                    "SEARCH",
                    "UNLOCK",
                    "BIND",
                    "REBIND",
                    "UNBIND",
                    "ACL",
                    "REPORT",
                    "MKACTIVITY",
                    "CHECKOUT",
                    "MERGE",
                    "M-SEARCH",
                    "NOTIFY",
                    "SUBSCRIBE",
                    "UNSUBSCRIBE",
                    "PATCH",
                    "PURGE",
                    "MKCALENDAR",
                    "LINK",
                    "UNLINK",
                    "SOURCE",
                    "QUERY");

    private Verbs() {}

    /** {@code OPTIONS}, then {@code verbs} in order, e.g. {@code OPTIONS, DELETE, GET}. */
    static String allowed(Collection<String> verbs) {
        StringBuilder allowed = new StringBuilder("OPTIONS");
        verbs.stream()
                .filter(verb -> !verb.equals("OPTIONS"))
                .distinct()
                .sorted(Comparator.comparingInt(Verbs::number).thenComparing(verb -> verb))
                .forEach(verb -> allowed.append(", ").append(verb));
        return allowed.toString();
    }

    private static int number(String verb) {
        int number = ORDER.indexOf(verb);
        return number < 0 ? ORDER.size() : number;
    }
}
