package dev.tallystick.node.e2e;

import dev.tallystick.ledger.Json;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the tests write: real submissions of three members where they are at hand, else made up. */
final class Records {
    private static final int GENERATED = 60;

    private Records() {}

    static List<String> load() throws IOException {
        Path folder = Path.of(System.getProperty("tallystick.data"), "reconciliation");
        return Files.isDirectory(folder) ? real(folder) : generated();
    }

    private static List<String> real(Path folder) throws IOException {
        List<String> records = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.sorted().toList();
        }
        for (Path file : files) {
            String text = Files.readString(file);
            if (file.toString().endsWith(".json")) {
                for (JsonNode record : Json.parse(text)) {
                    records.add(Json.compact(record));
                }
            } else {
                text.lines().skip(1).filter(line -> !line.isBlank()).forEach(records::add);
            }
        }
        return records;
    }

    private static List<String> generated() {
        return Stream.iterate(0, i -> i + 1)
                .limit(GENERATED)
                .map(
                        i ->
                                "{\"lei\":\"LEI%017d\",\"nace\":\"%c.%02d.%d\"}"
                                        .formatted(i, 'A' + i % 20, i % 99, i % 9))
                .toList();
    }
}
