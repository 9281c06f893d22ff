package dev.tallystick.node.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs shell scripts with an environment of our choice, and makes fake programs for them. */
final class Scripts {
    private Scripts() {}

    /** What a script did. */
    record Outcome(int status, String out, String err) {}

    static Outcome run(Map<String, String> environment, Path script, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path err = Files.createTempFile("script", ".err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        String errors = Files.readString(err);
        Files.delete(err);
        return new Outcome(status, out, errors);
    }

    static Path executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** A Java that tells its version, and otherwise prints who it is and its arguments. */
    static Path fakeJava(Path home, String version, boolean hasReleaseFile) throws IOException {
        executable(
                home.resolve("bin/java"),
                """
                #!/bin/sh
                if [ "$1" = -version ]; then
                    echo 'openjdk version "%s" 2026-01-01' >&2
                    exit
                fi
                echo "java of %s"
                echo "LC_CTYPE=${LC_CTYPE-} LC_MESSAGES=${LC_MESSAGES-} JAVA_TOOL_OPTIONS=${JAVA_TOOL_OPTIONS-}"
                for argument; do echo "[$argument]"; done
                """
                        .formatted(version, home));
        if (hasReleaseFile) {
            Files.writeString(
                    home.resolve("release"),
                    "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        }
        return home;
    }
}
