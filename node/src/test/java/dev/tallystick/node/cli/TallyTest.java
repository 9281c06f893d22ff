package dev.tallystick.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.StartupException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

class TallyTest {
    @TempDir Path folder;
    private Path config = Path.of("");
    private final CapturedConsole console = CapturedConsole.withoutNode();

    @BeforeEach
    void writeConfiguration() throws IOException {
        config =
                Files.writeString(
                        folder.resolve("c.json"),
                        """
                        {
                          "network": {
                            "node_to_node_interface": {"bind_address": "127.0.0.1:0"},
                            "rpc_interfaces": {"main": {"bind_address": "127.0.0.1:0"}}
                          },
                          "command": {
                            "type": "Start",
                            "start": {"constitution_files": [], "members": []}
                          },
                          "ledger": {"directory": "%s/ledger"},
                          "output_files": {"pid_file": "%s/node.pid"}
                        }
                        """
                                .formatted(folder, folder));
    }

    @Test
    void versionIsTwoLines() {
        assertEquals(0, console.run("--version"));
        assertTrue(
                console.out()
                        .matches(
                                "CCF host: ccf-7\\.0\\.0-dev7-tallystick-\\S+\\RPlatform:"
                                        + " (Virtual|SNP)\\R"),
                console.out());
    }

    @Test
    void withoutArgumentsTheUsageIsShown() {
        assertEquals(0, console.run());
        assertTrue(console.out().contains("tally ledger verify DIR"), console.out());
    }

    @Test
    void helpNamesTheOptionsOfEachCommand() {
        assertEquals(0, console.run("sandbox", "--help"));
        assertTrue(console.out().contains("--workspace=DIR"), console.out());
        assertEquals(0, console.run("receipt", "verify", "-h"));
        assertTrue(console.out().contains("--service-cert=FILE"), console.out());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "106, --log-level info, --config is required",
        "106, node, --config is required",
        "106, --config, Missing required parameter for option '--config'",
        "109, --config x --worker-threads 4, Unknown options: '--worker-threads'",
        "109, frobnicate, Unmatched argument at index 0: 'frobnicate'",
        "105, --config x --log-level loud, '\"loud\" is none of trace'",
        "105, --config x --config-timeout 1day, 'unknown unit \"day\"; use one of us, ms, s, min,"
                + " h'",
        "105, sandbox --port many, Invalid value for option '--port'",
    })
    void aBadCommandLineEndsWithItsReasonAndItsStatus(int status, String args, String text) {
        assertEquals(status, console.run(args.split(" ")));
        List<String> lines = console.err().lines().toList();
        assertEquals(2, lines.size(), console.err());
        assertTrue(lines.getFirst().contains(text), console.err());
        assertEquals("Run with --help for more information.", lines.getLast());
        assertEquals("", console.out());
    }

    @ParameterizedTest
    @CsvSource({
        "ledger, 'tally ledger: name a command: verify, '",
        "ledger verfy, tally ledger: Unmatched argument at index 1: 'verfy'",
        "receipt verify, tally receipt verify: Missing required option: '--service-cert=FILE'",
        "ledger verify x --expect 2.0, tally ledger verify: Invalid value for option",
    })
    void anAuditorsBadCommandLineEndsWithOneLineThatNamesTheCommand(String args, String text) {
        assertEquals(2, console.run(args.split(" ")));
        assertTrue(console.err().startsWith(text), console.err());
        assertTrue(console.err().endsWith(" --help)\n"), console.err());
        assertEquals(1, console.err().lines().count(), console.err());
        assertEquals("", console.out());
    }

    @Test
    void checkOnlyVerifiesTheConfiguration() {
        assertEquals(0, console.run("node", "--config", config.toString(), "--check"));
        assertTrue(console.lastLine().endsWith("| Configuration file successfully verified"));
        assertTrue(console.lastLine().contains("[info ] NodeRun.java:"), console.lastLine());
        assertEquals(0, console.run("--config=" + config, "--check"));
        assertEquals("", console.err());
        assertFalse(Files.exists(folder.resolve("node.pid")));
    }

    @Test
    void eachViolationIsAFatalLine() throws Exception {
        Files.writeString(config, Files.readString(config).replace("\"ledger\"", "\"legder\""));
        assertEquals(134, console.run("--config", config.toString()));
        assertEquals(1, console.out().lines().count(), console.out());
        assertTrue(
                console.out()
                        .contains(
                                "| Error validating JSON schema for configuration file %s: $.legder: unknown member; did you mean \"ledger\"?"
                                        .formatted(config)),
                console.out());
        assertTrue(console.out().contains("[fatal] "), console.out());
        assertEquals("", console.err());
    }

    @Test
    void anExistingPidFileIsTheLastLineOfTheLog() throws Exception {
        Path pid = Files.writeString(folder.resolve("node.pid"), "1");
        assertEquals(103, console.run("--config", config.toString()));
        assertTrue(
                console.lastLine().endsWith("| PID file " + pid + " already exists. Exiting."),
                console.out());
        assertEquals("", console.err());
    }

    @Test
    void aNodeRunsUntilItHasStopped() {
        List<String> calls = new ArrayList<>();
        CapturedConsole running =
                new CapturedConsole(
                        (configuration, launcher) -> {
                            calls.add("start");
                            return new RecordingNode(calls);
                        });
        assertEquals(0, running.run("--config", config.toString(), "--log-level", "info"));
        assertEquals(List.of("start", "await"), calls);
        assertTrue(running.out().contains("\"constitution_files\": []"), "configuration is logged");
        assertTrue(running.out().contains("| Environment: {\""), "environment is logged");
        String provider = "| Cryptography: " + CryptoProvider.get().description();
        assertEquals(
                2, running.out().split(Pattern.quote(provider), -1).length, "said exactly once");
        assertEquals("", running.err());
    }

    @Test
    void jsonLogsAreChosenByTheConfiguration() throws Exception {
        String json =
                Files.readString(config)
                        .replaceFirst("\\{", "{\"logging\": {\"format\": \"Json\"},");
        Files.writeString(config, json);
        assertEquals(0, console.run("--config", config.toString(), "--check"));
        assertTrue(
                console.lastLine()
                        .endsWith("\"msg\":\"Configuration file successfully verified\"}"),
                console.out());
    }

    @Test
    void anUnreadableFileIsToldOnStandardError() {
        CapturedConsole failing =
                new CapturedConsole(
                        (configuration, launcher) -> {
                            throw new StartupException(
                                    ExitStatus.UNREADABLE_FILE, "Could not open file member.pem");
                        });
        assertEquals(255, failing.run("--config", config.toString()));
        assertEquals("Could not open file member.pem\n", failing.err());
    }

    @Test
    void anOccupiedPortEndsWithOneFatalLine() {
        CapturedConsole failing =
                new CapturedConsole(
                        (configuration, launcher) -> {
                            throw new BindException("127.0.0.1:8000 is in use");
                        });
        assertEquals(1, failing.run("--config", config.toString()));
        assertTrue(failing.lastLine().contains("[fatal] "), failing.lastLine());
        assertTrue(failing.lastLine().contains("127.0.0.1:8000 is in use"), failing.lastLine());
        assertEquals("", failing.err());
    }

    @Test
    void aBugWhileStartingIsToldInTheLogOnly() {
        CapturedConsole failing =
                new CapturedConsole(
                        (configuration, launcher) -> {
                            throw new IllegalStateException("unexpected");
                        });
        assertEquals(1, failing.run("--config", config.toString()));
        assertTrue(failing.out().contains("| Error starting node: unexpected\n"), failing.out());
        assertEquals("", failing.err());
    }

    /** A node that stops at once. */
    private record RecordingNode(List<String> calls) implements NodeStarter.Running {
        @Override
        public void awaitTermination() {
            calls.add("await");
        }

        @Override
        public void announceStop() {
            calls.add("announce");
        }

        @Override
        public void stop() {
            calls.add("stop");
        }
    }
}
