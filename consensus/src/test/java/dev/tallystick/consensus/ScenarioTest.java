package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The stories of {@code src/test/resources/scenarios}, each told in its first lines. */
class ScenarioTest {

    @TestFactory
    Stream<DynamicTest> everyScenarioEndsAsItSays() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(getClass().getResource("/scenarios")).toURI());
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.sorted().toList();
        }
        assertFalse(files.isEmpty(), "no scenarios in " + folder);
        return files.stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(),
                                        () -> new Scenario().run(Files.readString(file))));
    }
}
