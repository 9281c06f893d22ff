package dev.tallystick.node.sandbox;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JavaScript application on disk: {@code app.json} and the modules below {@code src/} (spec 04,
 * 2.1).
 *
 * @param metadata content of {@code app.json}; not to be changed
 * @param modules {@code [{name, module}]}; not to be changed
 */
record AppBundle(ObjectNode metadata, ArrayNode modules) {
    /**
     * Reads a bundle.
     *
     * @throws SandboxException if the folder is none
     */
    static AppBundle read(Path folder) throws IOException {
        Path description = folder.resolve("app.json");
        Path source = folder.resolve("src");
        if (!Files.isRegularFile(description) || !Files.isDirectory(source)) {
            throw new SandboxException(
                    folder
                            + " is no application bundle; --app needs a folder with app.json and"
                            + " src/");
        }
        ArrayNode modules = Json.array();
        for (Path file : filesBelow(source)) {
            ObjectNode module = modules.addObject();
            module.put("name", source.relativize(file).toString());
            module.put("module", Files.readString(file));
        }
        return new AppBundle(metadata(description), modules);
    }

    /** The arguments of {@code set_js_app}. */
    ObjectNode setJsAppArguments() {
        ObjectNode arguments = Json.object();
        ObjectNode bundle = arguments.putObject("bundle");
        bundle.set("metadata", metadata);
        bundle.set("modules", modules);
        return arguments;
    }

    /** The methods of each path, as the bundle writes them. */
    JsonNode endpoints() {
        return metadata.path("endpoints");
    }

    private static ObjectNode metadata(Path description) throws IOException {
        try {
            if (Json.parse(Files.readString(description)) instanceof ObjectNode metadata
                    && metadata.path("endpoints").isObject()) {
                return metadata;
            }
        } catch (LedgerFormatException e) {
            throw new SandboxException(description + " is not JSON: " + e.getMessage(), e);
        }
        throw new SandboxException(description + " has no \"endpoints\" object");
    }

    private static List<Path> filesBelow(Path source) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
