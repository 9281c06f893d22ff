package dev.tallystick.node.config;

import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A reading position in the configuration: an object and its JSON path. It reads members with their
 * defaults, and notes what is wrong instead of stopping, so that one run shows the operator all of
 * it. A member of a wrong type reads as its default: the schema has complained already.
 */
final class Section {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final ObjectNode node;
    private final String path;
    private final List<Violation> violations;

    private Section(ObjectNode node, String path, List<Violation> violations) {
        this.node = node;
        this.path = path;
        this.violations = violations;
    }

    /** The whole document; violations are added to the given list. */
    static Section root(JsonNode document, List<Violation> violations) {
        return new Section(objectOrEmpty(document), "$", violations);
    }

    /** The JSON path of a member: {@code $.a.b}, or {@code $.a['odd name']}. */
    static String memberPath(String parent, String name) {
        return PLAIN_NAME.matcher(name).matches()
                ? parent + "." + name
                : parent + "['" + name + "']";
    }

    /** The members of this object; not to be changed. */
    ObjectNode json() {
        return node;
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    boolean isNull(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isNull();
    }

    /** A member object, or an empty one where there is none. */
    Section section(String name) {
        return new Section(objectOrEmpty(node.get(name)), memberPath(path, name), violations);
    }

    List<Section> sections(String name) {
        List<Section> result = new ArrayList<>();
        JsonNode array = node.get(name);
        if (array != null && array.isArray()) {
            for (int i = 0; i < array.size(); i++) {
                String itemPath = memberPath(path, name) + "[" + i + "]";
                result.add(new Section(objectOrEmpty(array.get(i)), itemPath, violations));
            }
        }
        return result;
    }

    String text(String name, String whenAbsent) {
        String value = textOrNull(name);
        return value == null ? whenAbsent : value;
    }

    @Nullable String textOrNull(String name) {
        JsonNode value = node.get(name);
        return (value != null && value.isString()) ? value.stringValue() : null;
    }

    List<String> texts(String name) {
        List<String> result = new ArrayList<>();
        JsonNode array = node.get(name);
        if (array != null && array.isArray()) {
            for (JsonNode item : array) {
                if (item.isString()) {
                    result.add(item.stringValue());
                }
            }
        }
        return result;
    }

    Path file(String name, String whenAbsent) {
        return Path.of(text(name, whenAbsent));
    }

    /** A path, or null where the member is absent, null or empty. */
    @Nullable Path fileOrNull(String name) {
        String value = textOrNull(name);
        return value == null || value.isEmpty() ? null : Path.of(value);
    }

    List<Path> files(String name) {
        return texts(name).stream().map(Path::of).toList();
    }

    boolean bool(String name, boolean whenAbsent) {
        JsonNode value = node.get(name);
        return (value != null && value.isBoolean()) ? value.booleanValue() : whenAbsent;
    }

    long integer(String name, long whenAbsent) {
        JsonNode value = node.get(name);
        if (value == null || !value.isNumber()) {
            return whenAbsent;
        }
        return value.canConvertToExactIntegral() && value.canConvertToLong()
                ? value.asLong()
                : whenAbsent;
    }

    int count(String name, int whenAbsent) {
        long value = integer(name, whenAbsent);
        if (value > Integer.MAX_VALUE) {
            violation(name, value + " is too large; write at most " + Integer.MAX_VALUE);
            return whenAbsent;
        }
        return (int) value;
    }

    @Nullable Integer countOrNull(String name) {
        return has(name) ? (Integer) count(name, 0) : null;
    }

    ByteSize size(String name, String whenAbsent) {
        return parsed(name, whenAbsent, ByteSize::parse);
    }

    Duration time(String name, String whenAbsent) {
        return parsed(name, whenAbsent, UnitStrings::parseTime);
    }

    Address address(String name) {
        return parsed(name, "", Address::parse);
    }

    /** An address, or null where the member is absent or empty. */
    @Nullable Address addressOrNull(String name) {
        return text(name, "").isEmpty() ? null : address(name);
    }

    /**
     * One of an enum's constants, which are written in the file without underscores, in any case.
     */
    <E extends Enum<E>> E choice(String name, Class<E> type, E whenAbsent) {
        String value = textOrNull(name);
        E found = value == null ? null : constant(type, value);
        return found == null ? whenAbsent : found;
    }

    static <E extends Enum<E>> @Nullable E constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().replace("_", "").equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        return null;
    }

    /** Regular expressions, each of which must compile. */
    List<String> patterns(String name) {
        List<String> patterns = texts(name);
        for (String pattern : patterns) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                violation(
                        name,
                        "\"%s\" is no regular expression (%s)"
                                .formatted(pattern, e.getDescription()));
            }
        }
        return patterns;
    }

    /** Notes something wrong with a member. */
    void violation(String name, String problem) {
        violations.add(new Violation(memberPath(path, name), problem));
    }

    private <T> T parsed(String name, String whenAbsent, Function<String, T> parser) {
        try {
            return parser.apply(text(name, whenAbsent));
        } catch (IllegalArgumentException e) {
            violation(name, String.valueOf(e.getMessage()));
            return parser.apply(whenAbsent);
        }
    }

    private static ObjectNode objectOrEmpty(@Nullable JsonNode value) {
        return value instanceof ObjectNode object ? object : Json.object();
    }
}
