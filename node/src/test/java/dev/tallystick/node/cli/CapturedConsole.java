package dev.tallystick.node.cli;

import dev.tallystick.node.cli.terminal.Console;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the command line in this process and keeps what it prints and logs. */
public final class CapturedConsole {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final NodeStarter starter;

    CapturedConsole(NodeStarter starter) {
        this.starter = starter;
    }

    /** For commands that start no node. */
    public static CapturedConsole withoutNode() {
        return new CapturedConsole(
                (configuration, launcher) -> {
                    throw new AssertionError("no node should have been started");
                });
    }

    /** The exit status. The log goes to {@code System.out}, so that is diverted meanwhile. */
    public int run(String... args) {
        out.reset();
        err.reset();
        PrintStream stdout = System.out;
        PrintStream diverted = new PrintStream(out, true, StandardCharsets.UTF_8);
        System.setOut(diverted);
        try {
            Console console =
                    new Console(
                            diverted, new PrintStream(err, true, StandardCharsets.UTF_8), false);
            return Tally.run(console, starter, List.of(args));
        } finally {
            System.setOut(stdout);
        }
    }

    /** What the last run printed to standard output. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What the last run printed to standard error. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    String lastLine() {
        return out().lines().reduce("", (before, line) -> line);
    }
}
