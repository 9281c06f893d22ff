package dev.tallystick.node.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Passes on the lines of a growing file. Runs on its own virtual thread. */
final class LogTail {
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private LogTail() {}

    /**
     * Follows a file from its beginning.
     *
     * @param isGrowing false once the writer has ended; what is left is passed on then
     */
    static void follow(Path file, BooleanSupplier isGrowing, Consumer<String> sink) {
        Thread.ofVirtual()
                .name("log-tail")
                .start(
                        () -> {
                            try (BufferedReader reader = Files.newBufferedReader(file)) {
                                copy(reader, isGrowing, sink);
                            } catch (IOException e) {
                                sink.accept("(" + file + " cannot be followed: " + e + ")");
                            }
                        });
    }

    private static void copy(
            BufferedReader reader, BooleanSupplier isGrowing, Consumer<String> sink)
            throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            boolean wasGrowing = isGrowing.getAsBoolean();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    sink.accept(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
            if (!wasGrowing) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
