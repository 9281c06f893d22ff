package dev.tallystick.node.cli.terminal;

import java.util.Locale;

/** For whom a result is printed. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    /** For programs: one JSON object, or one a line. */
    JSON;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
