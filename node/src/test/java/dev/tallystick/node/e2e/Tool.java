package dev.tallystick.node.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the {@code tally} command as its own process, with this test's class path. */
final class Tool {
    private static final long LIMIT_SECONDS = 60;

    private Tool() {}

    /** How a run ended. */
    record Result(int status, String out, String err) {
        /** The last line on standard output. */
        String lastLine() {
            return out.lines().reduce("", (before, line) -> line);
        }
    }

    static Result run(Path directory, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("dev.tallystick.node.cli.Tally");
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "tool", ".out");
        Path err = Files.createTempFile(directory, "tool", ".err");
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "tally did not end by itself:\n"
                            + Files.readString(out)
                            + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
