package dev.tallystick.ledger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of real, recorded CCF services that lie beside the checkout. Tests that need them are
 * skipped, with a clear message, where they are absent.
 */
public final class RecordedServices {
    private RecordedServices() {}

    /** A file or directory below the data folder. */
    public static Path path(String relative) {
        String root = System.getProperty("tallystick.data", "");
        Path path = Path.of(root, relative);
        assumeTrue(!root.isEmpty() && Files.exists(path), "recorded data is not present: " + path);
        return path;
    }

    /** A text file. */
    public static String text(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON file. */
    public static JsonNode json(String relative) {
        return Json.parse(text(relative));
    }

    /** A file with one JSON value a line. */
    public static List<JsonNode> jsonLines(String relative) {
        return text(relative).lines().map(Json::parse).toList();
    }

    /** The files of a directory in the order of their names. */
    public static List<Path> files(String relative) {
        try (Stream<Path> files = Files.list(path(relative))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
