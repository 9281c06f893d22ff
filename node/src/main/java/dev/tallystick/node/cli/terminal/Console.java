package dev.tallystick.node.cli.terminal;

import java.io.PrintStream;

/**
 * Where commands print.
 *
 * @param out results
 * @param err refusals, one line each
 * @param isTerminal whether a person is watching, so that a progress bar makes sense
 */
public record Console(PrintStream out, PrintStream err, boolean isTerminal) {
    /** The console of this process. */
    @SuppressWarnings(
            "SystemConsoleNull") // JDK 25's own console is null where there is no terminal
    public static Console ofProcess() {
        java.io.Console console = System.console();
        return new Console(System.out, System.err, console != null && console.isTerminal());
    }
}
