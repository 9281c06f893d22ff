package dev.tallystick.governance.service;

import dev.tallystick.governance.api.GovRoute;
import dev.tallystick.governance.api.GovernanceApi;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the endpoint for a path, as a server does (spec 02, 3.3). */
final class Routing {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\}");

    private Routing() {}

    /** An endpoint and the parameters of the path. */
    record Match(GovRoute route, Map<String, String> parameters) {}

    static Match find(GovernanceApi api, String verb, String path) {
        Stream<Match> matches =
                api.routes().stream()
                        .filter(route -> route.verb().equals(verb))
                        .map(route -> match(route, path))
                        .filter(Objects::nonNull);
        Optional<Match> fewestParameters =
                matches.min(Comparator.comparingInt(match -> match.parameters().size()));
        return fewestParameters.orElseThrow(
                () -> new AssertionError("no route for " + verb + " " + path));
    }

    private static @Nullable Match match(GovRoute route, String path) {
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(route.path());
        int from = 0;
        while (parameter.find()) {
            names.add(parameter.group(1));
            regex.append(Pattern.quote(route.path().substring(from, parameter.start())));
            regex.append("([^/:]+)");
            from = parameter.end();
        }
        regex.append(Pattern.quote(route.path().substring(from)));
        Matcher matcher = Pattern.compile(regex.toString()).matcher(path);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            parameters.put(names.get(i), matcher.group(i + 1));
        }
        return new Match(route, parameters);
    }
}
