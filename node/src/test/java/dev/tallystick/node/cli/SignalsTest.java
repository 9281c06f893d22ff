package dev.tallystick.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Real signals to a real process (spec 06, 9.2). */
class SignalsTest {
    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "HUP", "INT"})
    void aSignalStopsTheProcessGracefullyWithAnEmptyStandardError(String signal) throws Exception {
        assumeFalse(
                isIgnoredHere(signal),
                "this run was started with SIG" + signal + " ignored, as nohup does");
        Path ready = folder.resolve("ready");
        Process process = start(ready);
        try {
            await(ready, process);
            new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertTrue(process.waitFor(10, TimeUnit.SECONDS), "stops within 10 s");
            assertEquals(0, process.exitValue());
            String log = Files.readString(folder.resolve("out"));
            String expected = "| SIG" + signal + ": Shutting down enclave gracefully...\n";
            assertTrue(log.contains(expected), log);
            assertEquals("", Files.readString(folder.resolve("err")));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Path ready) throws IOException {
        Path config =
                Files.writeString(
                        folder.resolve("c.json"),
                        """
                        {"network": {"node_to_node_interface": {"bind_address": "127.0.0.1:0"},
                         "rpc_interfaces": {"main": {"bind_address": "127.0.0.1:0"}}},
                         "command": {"type": "Start", "start": {"constitution_files": [], "members": []}}}
                        """);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SignalledProcess.class.getName(),
                        ready.toString(),
                        "--config",
                        config.toString())
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    /** A Java process keeps ignoring the terminal's signals if it was started so. */
    private static boolean isIgnoredHere(String signal) throws IOException {
        int number = Map.of("HUP", 1, "INT", 2, "TERM", 15).getOrDefault(signal, 0);
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .anyMatch(mask -> (mask >> (number - 1) & 1) == 1);
        }
    }

    private static void await(Path file, Process process) {
        long start = System.nanoTime();
        while (!Files.exists(file)) {
            assertTrue(process.isAlive(), "the process has ended early");
            assertTrue(System.nanoTime() - start < WAIT_NANOS_MAX, "not ready in time");
            LockSupport.parkNanos(10_000_000);
        }
    }
}
