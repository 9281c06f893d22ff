package dev.tallystick.node.rpc;

import dev.tallystick.node.http.HttpMethods;

import java.util.Collection;
import java.util.Comparator;

/**
 * The order in which {@code allow} headers list verbs: the numbers of CCF's parser (spec 02, 3.3).
 */
final class Verbs {
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
        int number = HttpMethods.KNOWN.indexOf(verb);
        return number < 0 ? HttpMethods.KNOWN.size() : number;
    }
}
