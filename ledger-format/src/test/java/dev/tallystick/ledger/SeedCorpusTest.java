package dev.tallystick.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** No target without seeds, no seeds without a target, and none of them large. */
class SeedCorpusTest {
    private static final Path RESOURCES =
            Path.of(
                    System.getProperty("tallystick.root", ".."),
                    "ledger-format/src/test/resources");
    private static final Path SOURCES =
            Path.of(System.getProperty("tallystick.root", ".."), "ledger-format/src/test/java");
    private static final int SEED_SIZE_MAX = 4096;
    private static final int TOTAL_SIZE_MAX = 300_000;

    @Test
    void everyTargetHasSeedsAndEverySeedHasATarget() throws IOException {
        TreeSet<String> withSeeds = new TreeSet<>();
        for (Path seed : seeds()) {
            withSeeds.add(RESOURCES.relativize(seed.getParent()).toString());
        }
        TreeSet<String> targets = new TreeSet<>();
        for (Path source : files(SOURCES, "FuzzTest.java")) {
            String name = SOURCES.relativize(source).toString().replace(".java", "");
            for (Method method : methods(name.replace('/', '.'))) {
                targets.add(name + "Inputs/" + method.getName());
            }
        }
        assertEquals(targets, withSeeds);
        assertTrue(targets.size() > 20, "targets " + targets);
    }

    private static List<Method> methods(String className) {
        try {
            return Arrays.stream(Class.forName(className).getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void seedsAreSmall() throws IOException {
        long total = 0;
        List<String> large = new ArrayList<>();
        for (Path seed : seeds()) {
            long size = Files.size(seed);
            total += size;
            if (size > SEED_SIZE_MAX) {
                large.add(seed + " has " + size + " bytes");
            }
        }
        assertEquals(List.of(), large);
        assertTrue(total <= TOTAL_SIZE_MAX, "seeds have " + total + " bytes in all");
    }

    private static List<Path> seeds() throws IOException {
        return files(RESOURCES, "").stream()
                .filter(file -> file.toString().contains("Inputs/"))
                .toList();
    }

    private static List<Path> files(Path root, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
