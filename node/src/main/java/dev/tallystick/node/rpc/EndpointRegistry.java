package dev.tallystick.node.rpc;

import dev.tallystick.js.PathTemplate;
import dev.tallystick.kv.Transaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The built-in endpoints of one frontend. Immutable. */
public final class EndpointRegistry implements EndpointFinder {
    private record Templated(PathTemplate template, Endpoint endpoint) {}

    /** By path, then by verb. */
    private final Map<String, Map<String, Endpoint>> exact = new HashMap<>();

    private final List<Templated> templated = new ArrayList<>();
    private final List<Endpoint> endpoints;

    /**
     * Registers {@code endpoints}.
     *
     * @throws IllegalArgumentException if two have the same verb and path
     */
    public EndpointRegistry(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        for (Endpoint endpoint : endpoints) {
            PathTemplate template = PathTemplate.of(endpoint.path());
            if (template.isTemplate()) {
                templated.add(new Templated(template, endpoint));
                continue;
            }
            Endpoint other =
                    exact.computeIfAbsent(endpoint.path(), path -> new HashMap<>())
                            .put(endpoint.verb(), endpoint);
            if (other != null) {
                throw new IllegalArgumentException(
                        "two endpoints for " + endpoint.verb() + " " + endpoint.fullPath());
            }
        }
        templated.sort(Comparator.comparing(t -> t.endpoint().path()));
    }

    /** All of them, as registered. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public Lookup find(String verb, String path, Supplier<Transaction> transaction) {
        Map<String, Endpoint> byVerb = exact.getOrDefault(path, Map.of());
        Endpoint exactly = byVerb.get(verb);
        if (exactly != null) {
            return new Lookup.Found(exactly, Map.of());
        }
        List<Lookup.Found> found = new ArrayList<>();
        Set<String> otherVerbs = new TreeSet<>(byVerb.keySet());
        for (Templated candidate : templated) {
            Map<String, String> params = candidate.template().match(path);
            if (params == null) {
                continue;
            }
            if (candidate.endpoint().verb().equals(verb)) {
                found.add(new Lookup.Found(candidate.endpoint(), params));
            } else {
                otherVerbs.add(candidate.endpoint().verb());
            }
        }
        return switch (found.size()) {
            case 0 -> new Lookup.Missing(otherVerbs);
            case 1 -> found.getFirst();
            default -> new Lookup.Broken(ambiguous(path, found));
        };
    }

    private static String ambiguous(String path, List<Lookup.Found> found) {
        StringBuilder text = new StringBuilder("Multiple potential matches for path: ");
        text.append(path);
        found.forEach(f -> text.append("\n  ").append(f.endpoint().path()));
        return text.toString();
    }
}
