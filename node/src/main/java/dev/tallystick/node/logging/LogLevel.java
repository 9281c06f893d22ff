package dev.tallystick.node.logging;

import ch.qos.logback.classic.Level;

import java.util.Locale;

/** CCF's log levels (spec 06, 9.3). */
public enum LogLevel {
    /** Everything. */
    TRACE(0),
    /** Per request or message. */
    DEBUG(1),
    /** Life cycle and role changes. */
    INFO(2),
    /** Something did not work. */
    FAIL(3),
    /** The node cannot go on. */
    FATAL(4);

    private final int number;

    LogLevel(int number) {
        this.number = number;
    }

    /**
     * Reads the value of {@code --log-level}.
     *
     * @param text a name in any case, or 0 to 4
     * @throws IllegalArgumentException for anything else
     */
    public static LogLevel parse(String text) {
        for (LogLevel level : values()) {
            if (level.text().equalsIgnoreCase(text)
                    || Integer.toString(level.number).equals(text)) {
                return level;
            }
        }
        throw new IllegalArgumentException(
                "\"%s\" is none of trace, debug, info, fail, fatal, 0 to 4".formatted(text));
    }

    /** As log lines spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The least Logback level that can be shown. */
    Level threshold() {
        return switch (this) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case FAIL -> Level.WARN;
            case FATAL -> Level.ERROR;
        };
    }
}
