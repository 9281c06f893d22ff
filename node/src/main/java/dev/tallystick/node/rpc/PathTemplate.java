package dev.tallystick.node.rpc;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with parameters: {@code {name}} stands for one or more characters other than {@code /} and
 * other than the character that follows the closing brace (spec 02, 3.3). All else is literal.
 */
public final class PathTemplate {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)\\}");

    private final String text;
    private final List<String> names = new ArrayList<>();
    private final Pattern pattern;

    private PathTemplate(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(text);
        int literalFrom = 0;
        while (parameter.find()) {
            String name = parameter.group(1);
            if (names.contains(name)) {
                throw new IllegalArgumentException("parameter " + name + " twice in path " + text);
            }
            names.add(name);
            regex.append(Pattern.quote(text.substring(literalFrom, parameter.start())));
            literalFrom = parameter.end();
            String end =
                    literalFrom == text.length() || text.charAt(literalFrom) == '/'
                            ? ""
                            : "\\x{%x}".formatted((int) text.charAt(literalFrom));
            regex.append("([^/").append(end).append("]+)");
        }
        regex.append(Pattern.quote(text.substring(literalFrom)));
        pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /**
     * The template written {@code text}.
     *
     * @throws IllegalArgumentException if a parameter name appears twice
     */
    public static PathTemplate of(String text) {
        return new PathTemplate(text);
    }

    /** Whether there is no parameter in it. */
    public boolean isExact() {
        return names.isEmpty();
    }

    /** The raw parameter values where the whole of {@code path} matches, in order, else null. */
    public @Nullable Map<String, String> match(String path) {
        if (isExact()) {
            return path.equals(text) ? Map.of() : null;
        }
        Matcher matcher = pattern.matcher(path);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            parameters.put(names.get(i), matcher.group(i + 1));
        }
        return parameters;
    }

    /** As written. */
    @Override
    public String toString() {
        return text;
    }
}
