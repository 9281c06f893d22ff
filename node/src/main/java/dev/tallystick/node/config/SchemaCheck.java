package dev.tallystick.node.config;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Judges a document by the embedded schema, and says each violation in the operator's words. */
final class SchemaCheck {
    private static final String RESOURCE = "node-configuration.schema.json";

    private final Schema schema;

    SchemaCheck() {
        try (InputStream resource = SchemaCheck.class.getResourceAsStream(RESOURCE)) {
            schema =
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                            .getSchema(
                                    Objects.requireNonNull(resource, RESOURCE), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema's document, from which tests read the defaults. */
    JsonNode schemaDocument() {
        return schema.getSchemaNode();
    }

    /** All violations, in the order in which the schema found them. */
    List<Violation> violations(JsonNode document) {
        List<Violation> violations = new ArrayList<>();
        addHugeNumbers("$", document, violations);
        if (!violations.isEmpty()) {
            return violations;
        }
        for (Error error : schema.validate(document)) {
            violations.add(new Violation(path(error), problem(error)));
        }
        return violations;
    }

    /** The schema library cannot compare numbers beyond 63 bits, and no setting needs them. */
    private static void addHugeNumbers(String path, JsonNode value, List<Violation> violations) {
        if (value.isNumber() && !value.canConvertToLong()) {
            violations.add(
                    new Violation(
                            path, value + " is too large; write a number of at most 63 bits"));
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String memberPath = Section.memberPath(path, member.getKey());
            addHugeNumbers(memberPath, member.getValue(), violations);
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                addHugeNumbers(path + "[" + i + "]", value.get(i), violations);
            }
        }
    }

    private static String path(Error error) {
        NodePath location = error.getInstanceLocation();
        StringBuilder path = new StringBuilder("$");
        for (int i = 0; i < location.getNameCount(); i++) {
            Object element = location.getElement(i);
            if (element instanceof Integer index) {
                path.append('[').append(index).append(']');
            } else {
                path = new StringBuilder(Section.memberPath(path.toString(), element.toString()));
            }
        }
        boolean isAboutMember = error.getKeyword().equals("additionalProperties");
        return isAboutMember && error.getProperty() != null
                ? Section.memberPath(path.toString(), error.getProperty())
                : path.toString();
    }

    private String problem(Error error) {
        JsonNode rule = error.getSchemaNode();
        JsonNode found = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "required" -> missing(error);
            case "additionalProperties" -> unknown(error);
            case "type" ->
                    "must be %s, is %s; %s"
                            .formatted(typeNames(rule), describe(found), hint(rule, found));
            case "enum" ->
                    "must be one of %s, is %s; write one of these".formatted(listed(rule), found);
            case "minimum" ->
                    "must be at least %s, is %s; raise it or leave it out for the default"
                            .formatted(rule, found);
            default -> String.valueOf(error.getMessage());
        };
    }

    private String missing(Error error) {
        JsonNode described = sibling(error, "properties");
        String meaning =
                described == null
                        ? ""
                        : described.path(error.getProperty()).path("description").asString("");
        return "required member \"%s\" is missing; add it%s"
                .formatted(error.getProperty(), meaning.isEmpty() ? "" : " (" + meaning + ")");
    }

    private String unknown(Error error) {
        JsonNode properties = sibling(error, "properties");
        if (properties == null) {
            return "unknown member; remove it";
        }
        List<String> known = List.copyOf(properties.propertyNames());
        String closest = Spelling.closest(error.getProperty(), known);
        return closest != null
                ? "unknown member; did you mean \"%s\"?".formatted(closest)
                : "unknown member; remove it (known here: %s)".formatted(String.join(", ", known));
    }

    /** The schema keyword beside the one that failed. */
    private @Nullable JsonNode sibling(Error error, String keyword) {
        String fragment = String.valueOf(error.getSchemaLocation().getFragment());
        JsonPointer failed = JsonPointer.compile(fragment.startsWith("/") ? fragment : "");
        JsonNode value = schema.getSchemaNode().at(failed.head()).get(keyword);
        return value != null && value.isObject() ? value : null;
    }

    private static String typeNames(JsonNode rule) {
        if (rule.isArray()) {
            List<String> names = new ArrayList<>();
            rule.forEach(name -> names.add(withArticle(name.asString())));
            return String.join(" or ", names);
        }
        return withArticle(rule.asString());
    }

    private static String withArticle(String type) {
        return switch (type) {
            case "null" -> "null";
            case "integer", "array", "object" -> "an " + type;
            default -> "a " + type;
        };
    }

    private static String describe(JsonNode found) {
        return found.isContainer() || found.isNull()
                ? withArticle(found.getNodeType().name().toLowerCase(Locale.ROOT))
                : "the %s %s".formatted(scalarName(found), found);
    }

    private static String scalarName(JsonNode found) {
        if (found.isString()) {
            return "string";
        }
        return found.isNumber() ? "number" : "boolean";
    }

    private static String hint(JsonNode rule, JsonNode found) {
        boolean wantsString = rule.toString().contains("\"string\"");
        if (wantsString && found.isNumber()) {
            return "put it in quotes, with its unit if it has one";
        }
        if (found.isString() && !wantsString && !rule.toString().contains("object")) {
            return "remove the quotes";
        }
        return "correct it or leave it out for the default";
    }

    private static String listed(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.toString()));
        return String.join(", ", texts);
    }
}
