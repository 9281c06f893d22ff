package dev.tallystick.node.config;

/** How the process ends, for the operator's scripts (spec 06, 1.10). */
public enum ExitStatus {
    /**
     * A graceful stop, {@code --check}, {@code --version}, {@code --help}; a successful
     * verification.
     */
    SUCCESS(0),
    /** A verification failed, or the node could not be created. */
    FAILURE(1),
    /** An auditor's command cannot use its arguments, or cannot read a file. */
    UNUSABLE(2),
    /** The PID file exists already. */
    FILE_ERROR(103),
    /**
     * A value that the schema allows does not fit the world around it, or a bad command line value.
     */
    VALIDATION_ERROR(105),
    /** A required command line option is missing. */
    MISSING_OPTION(106),
    /** An unknown command line option or argument. */
    UNKNOWN_ARGUMENT(109),
    /** The configuration file does not parse or violates the schema. */
    CONFIGURATION_ERROR(134),
    /** A file that the configuration names cannot be read. */
    UNREADABLE_FILE(255);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number for the operating system. */
    public int code() {
        return code;
    }
}
