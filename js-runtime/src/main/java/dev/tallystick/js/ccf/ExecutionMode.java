package dev.tallystick.js.ccf;

/**
 * In which role a script runs; decides what it may do with which tables (spec 04, sections 1 and
 * 8).
 */
public enum ExecutionMode {
    /** A handler that may write. */
    APPLICATION("application", "app"),
    /** A handler that may not. */
    READ_ONLY_APPLICATION("read-only application", "app"),
    /** A ballot, {@code validate} or {@code resolve}. */
    READ_ONLY_GOVERNANCE("read-only governance", "gov"),
    /** {@code apply}. */
    READ_WRITE_GOVERNANCE("read-write governance", "gov");

    private static final String PUBLIC = "public:";
    private static final String RESERVED = "ccf.";

    private final String words;
    private final String logTag;

    ExecutionMode(String words, String logTag) {
        this.words = words;
        this.logTag = logTag;
    }

    /** As it is called in error messages. */
    String words() {
        return words;
    }

    /** The marker of this script's log lines. */
    String logTag() {
        return logTag;
    }

    /**
     * What this mode may do with a table.
     *
     * @throws AbortedException when the name is reserved: not even the handle may be had
     */
    TableAccess accessTo(String table) {
        boolean isPublic = table.startsWith(PUBLIC);
        String name = isPublic ? table.substring(PUBLIC.length()) : table;
        if (name.startsWith("ccf.internal.")) {
            return isPublic ? TableAccess.READ : TableAccess.NONE;
        }
        if (name.startsWith("ccf.gov.")) {
            if (!isPublic) {
                return TableAccess.NONE;
            }
            return this == READ_WRITE_GOVERNANCE ? TableAccess.READ_WRITE : TableAccess.READ;
        }
        if (name.startsWith(RESERVED)) {
            throw new AbortedException(
                    "Map name '" + table + "' includes disallowed reserved prefix 'ccf.'");
        }
        return switch (this) {
            case APPLICATION -> TableAccess.READ_WRITE;
            case READ_ONLY_APPLICATION -> TableAccess.READ;
            case READ_ONLY_GOVERNANCE -> TableAccess.NONE;
            case READ_WRITE_GOVERNANCE -> isPublic ? TableAccess.WRITE : TableAccess.NONE;
        };
    }
}
