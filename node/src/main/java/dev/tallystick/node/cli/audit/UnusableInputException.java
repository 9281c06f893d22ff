package dev.tallystick.node.cli.audit;

/** A file or an option that the command was given cannot be used: nothing has been checked. */
final class UnusableInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param line names the file or option, and what to do
     */
    UnusableInputException(String line) {
        super(line);
    }
}
