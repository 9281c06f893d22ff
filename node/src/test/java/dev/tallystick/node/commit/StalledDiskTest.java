package dev.tallystick.node.commit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** However large the requests, what waits for a disk that stands still fits into the heap. */
class StalledDiskTest {
    private static final int HEAP_MEGABYTES = 128;
    private static final long LIMIT_SECONDS = 60;

    @TempDir Path temp;

    @Test
    void writesOfAMegabyteAreRefusedBeforeTheHeapIsFullAndAreTakenAgainAfterwards()
            throws Exception {
        Path output = temp.resolve("output");
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + HEAP_MEGABYTES + "m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StalledWrites.class.getName(),
                                temp.resolve("ledger").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertTrue(
                    child.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS),
                    () -> "it hangs: " + read(output));
            int accepted = child.exitValue();
            assertTrue(
                    accepted >= 4 && accepted <= HEAP_MEGABYTES / 4,
                    () -> accepted + " writes of 1 MB were accepted; " + read(output));
        } finally {
            child.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
