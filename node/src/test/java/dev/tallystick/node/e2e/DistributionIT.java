package dev.tallystick.node.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The distribution is a plain folder: it works where it was copied to, with no environment. */
class DistributionIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir static Path folder;

    private static Path launcher;

    @BeforeAll
    static void copyTheDistribution() throws IOException {
        Path built = Path.of(System.getProperty("tallystick.root"), "node", "target", "tally");
        Path copy = folder.resolve("copied here");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(built)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Files.copy(file, copy.resolve(built.relativize(file).toString()));
        }
        launcher = copy.resolve("bin").resolve("tally");
        assertTrue(launcher.toFile().setExecutable(true));
    }

    private static ProcessBuilder tally(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(output(name).toFile())
                        .redirectError(errors(name).toFile());
        builder.environment().clear();
        return builder;
    }

    private static Path output(String name) {
        return folder.resolve(name + ".out");
    }

    private static Path errors(String name) {
        return folder.resolve(name + ".err");
    }

    private static int end(Process process) throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end");
        }
        return process.exitValue();
    }

    @Test
    void itTellsItsVersionInTwoLines() throws Exception {
        int status = end(tally("version", "--version").start());

        assertEquals("", Files.readString(errors("version")));
        assertEquals(0, status);
        List<String> lines = Files.readAllLines(output("version"));
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith("CCF host: "), lines.getFirst());
        assertTrue(lines.getLast().startsWith("Platform: "), lines.getLast());
    }

    @Test
    void itRunsASandboxUntilItIsToldToStop() throws Exception {
        Process sandbox = tally("sandbox", "sandbox", "--port", "0").start();
        try {
            Polling.until(
                    "the sandbox is open",
                    LIMIT,
                    () -> {
                        String said = Files.readString(output("sandbox"));
                        assertTrue(sandbox.isAlive(), said + Files.readString(errors("sandbox")));
                        return said.contains("Ctrl-C stops") ? Optional.of(said) : Optional.empty();
                    });
        } finally {
            sandbox.destroy();
        }

        assertEquals(0, end(sandbox));
        assertEquals("", Files.readString(errors("sandbox")));
        assertEquals(0, end(tally("audit", "ledger", "verify", ledger()).start()));
    }

    private static String ledger() {
        return folder.resolve("workspace/sandbox/ledger").toString();
    }
}
