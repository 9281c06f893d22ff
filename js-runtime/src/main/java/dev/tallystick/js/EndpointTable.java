package dev.tallystick.js;

import dev.tallystick.kv.MapHandle;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lookups in the endpoints table (spec 04, section 3). */
final class EndpointTable {
    /** A row's key: upper-case verb, space, path. */
    private record Key(String verb, String path) {
        static @Nullable Key of(Bytes stored) {
            String text = stored.utf8();
            int space = text.indexOf(' ');
            return space < 0 ? null : new Key(text.substring(0, space), text.substring(space + 1));
        }
    }

    private record Match(Key key, Bytes value, Map<String, String> params) {}

    JsLookup find(Transaction transaction, String verb, String path) {
        MapHandle table = transaction.map(JsTables.ENDPOINTS);
        Optional<Bytes> exact = table.get(Bytes.utf8(verb + " " + path));
        if (exact.isPresent()) {
            return found(new Match(new Key(verb, path), exact.get(), Map.of()));
        }
        List<Match> matches = new ArrayList<>();
        SortedSet<String> otherVerbs = new TreeSet<>();
        table.forEach(
                (stored, value) -> {
                    Key key = Key.of(stored);
                    if (key != null) {
                        consider(key, value, path, verb, matches, otherVerbs);
                    }
                    return true;
                });
        return switch (matches.size()) {
            case 0 -> new JsLookup.NotFound(otherVerbs);
            case 1 -> found(matches.getFirst());
            default ->
                    new JsLookup.Ambiguous(
                            path, matches.stream().map(match -> match.key().path()).toList());
        };
    }

    private static void consider(
            Key key,
            Bytes value,
            String path,
            String verb,
            List<Match> matches,
            SortedSet<String> otherVerbs) {
        PathTemplate template = PathTemplate.of(key.path());
        Map<String, String> params =
                template.isTemplate() || key.path().equals(path) ? template.match(path) : null;
        if (params == null) {
            return;
        }
        if (key.verb().equals(verb)) {
            matches.add(new Match(key, value, params));
        } else {
            otherVerbs.add(key.verb());
        }
    }

    private static JsLookup found(Match match) {
        try {
            return new JsLookup.Found(read(match.key(), match.value()), match.params());
        } catch (JsEndpointException e) {
            return new JsLookup.Malformed(String.valueOf(e.getMessage()));
        }
    }

    private static JsEndpoint read(Key key, Bytes value) {
        try {
            return JsEndpoint.fromJson(key.verb(), key.path(), Json.parse(value));
        } catch (LedgerFormatException e) {
            throw new JsEndpointException(
                    "Properties of " + key.verb() + " " + key.path() + " are not JSON");
        }
    }

    List<JsEndpoint> all(Transaction transaction) {
        List<JsEndpoint> endpoints = new ArrayList<>();
        transaction
                .map(JsTables.ENDPOINTS)
                .forEach(
                        (stored, value) -> {
                            Key key = Key.of(stored);
                            if (key != null) {
                                addIfReadable(key, value, endpoints);
                            }
                            return true;
                        });
        return endpoints;
    }

    private static void addIfReadable(Key key, Bytes value, List<JsEndpoint> endpoints) {
        if (found(new Match(key, value, Map.of())) instanceof JsLookup.Found found) {
            endpoints.add(found.endpoint());
        }
    }
}
