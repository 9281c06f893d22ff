package dev.tallystick.node.rpc;

import dev.tallystick.kv.Transaction;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One frontend: whether it is open, and where to look for its endpoints.
 *
 * @param name which one
 * @param open whether it answers; once true, always true
 * @param finders searched in order; the first hit wins, so that applications shadow built-ins
 */
public record Frontend(FrontendName name, BooleanSupplier open, List<EndpointFinder> finders)
        implements EndpointFinder {
    /** Copies the list. */
    public Frontend {
        finders = List.copyOf(finders);
    }

    @Override
    public Lookup find(String verb, String path, Supplier<Transaction> transaction) {
        Set<String> otherVerbs = new TreeSet<>();
        for (EndpointFinder finder : finders) {
            switch (finder.find(verb, path, transaction)) {
                case Lookup.Found found -> {
                    return found;
                }
                case Lookup.Broken broken -> {
                    return broken;
                }
                case Lookup.Missing missing -> otherVerbs.addAll(missing.otherVerbs());
            }
        }
        return new Lookup.Missing(otherVerbs);
    }
}
