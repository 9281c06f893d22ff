package dev.tallystick.node.config;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads a node's configuration file (spec 06, 1.2). */
public final class NodeConfigurationReader {
    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /**
     * What was read.
     *
     * @param text the file as it is, for the log
     * @param configuration its meaning
     */
    public record Result(String text, NodeConfiguration configuration) {}

    private final SchemaCheck schema = new SchemaCheck();

    /**
     * Reads and validates a file, which may still be being written by somebody else.
     *
     * @param file the configuration; absent counts as empty, which is not yet JSON
     * @param timeout how long to try again, every 100 ms, until the file is JSON
     * @throws StartupException with {@link ExitStatus#CONFIGURATION_ERROR} where it is no JSON or
     *     breaks a rule; one line for each violation
     */
    public Result read(Path file, Duration timeout) {
        long start = System.nanoTime();
        while (true) {
            Attempt attempt = attempt(file);
            if (attempt.document() != null) {
                return new Result(attempt.text(), decode(file, attempt.document()));
            }
            if (System.nanoTime() - start >= timeout.toNanos()) {
                throw new StartupException(
                        ExitStatus.CONFIGURATION_ERROR,
                        "Error parsing configuration file %s: %s".formatted(file, attempt.text()));
            }
            LockSupport.parkNanos(RETRY_PAUSE_NANOS);
        }
    }

    /** The file's text with its document, or why there is none. */
    private record Attempt(String text, @Nullable JsonNode document) {}

    private static Attempt attempt(Path file) {
        String text = textOf(file);
        if (text == null || text.isBlank()) {
            return new Attempt(
                    text == null ? "the file does not exist" : "the file is empty", null);
        }
        try {
            return new Attempt(text, MAPPER.readTree(text));
        } catch (JacksonException e) {
            return new Attempt(describe(e), null);
        }
    }

    /** The schema, from which tests read the defaults. */
    SchemaCheck schema() {
        return schema;
    }

    private NodeConfiguration decode(Path file, JsonNode document) {
        List<Violation> violations = new ArrayList<>(schema.violations(document));
        boolean isWellTyped = violations.isEmpty();
        NodeConfiguration configuration =
                ConfigurationDecoder.decode(Section.root(document, violations));
        if (isWellTyped && violations.isEmpty()) {
            return configuration;
        }
        List<String> lines = new ArrayList<>();
        for (Violation violation : withoutRepetition(violations)) {
            lines.add(
                    "Error validating JSON schema for configuration file %s: %s"
                            .formatted(file, violation));
        }
        throw new StartupException(ExitStatus.CONFIGURATION_ERROR, lines);
    }

    /** The schema's word on a path is enough; the decoder may stumble over the same member. */
    private static List<Violation> withoutRepetition(List<Violation> violations) {
        List<Violation> result = new ArrayList<>();
        for (Violation violation : violations) {
            if (result.stream().noneMatch(known -> known.path().equals(violation.path()))) {
                result.add(violation);
            }
        }
        return result;
    }

    private static @Nullable String textOf(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new StartupException(
                    ExitStatus.CONFIGURATION_ERROR,
                    "Error parsing configuration file %s: it cannot be read (%s)"
                            .formatted(file, e));
        }
    }

    private static String describe(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null
                ? e.getOriginalMessage()
                : "line %d, column %d: %s"
                        .formatted(
                                location.getLineNr(),
                                location.getColumnNr(),
                                e.getOriginalMessage());
    }
}
