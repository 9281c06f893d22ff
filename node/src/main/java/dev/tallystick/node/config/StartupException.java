package dev.tallystick.node.config;

import java.util.List;

/**
 * The node cannot start, and it is the operator's turn. Each line is complete in itself: it names
 * the file or the JSON path and says what to do.
 */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;
    private final List<String> lines;

    /** One reason. */
    public StartupException(ExitStatus status, String line) {
        this(status, List.of(line));
    }

    /**
     * Several reasons.
     *
     * @param lines at least one
     */
    public StartupException(ExitStatus status, List<String> lines) {
        super(String.join("\n", lines));
        this.status = status;
        this.lines = List.copyOf(lines);
    }

    /** With which status the process should end. */
    public ExitStatus status() {
        return status;
    }

    /** The reasons, to be logged one a line. */
    public List<String> lines() {
        return lines;
    }
}
