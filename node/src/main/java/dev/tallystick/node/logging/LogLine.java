package dev.tallystick.node.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

import org.slf4j.Marker;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * One event in the terms of CCF's log.
 *
 * @param time when
 * @param threadId who: Java's number of the thread
 * @param level how bad
 * @param tag area, or empty
 * @param file source file, without folders
 * @param number line in the source file
 * @param message text, with the stack trace of an exception on further lines
 */
record LogLine(
        Instant time,
        String threadId,
        LogLevel level,
        String tag,
        String file,
        int number,
        String message) {

    /** Longer messages are cut: a log is no place for whole request bodies. */
    static final int MESSAGE_CHARS_MAX = 256 * 1024;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** Must run on the thread that logs, because an event does not carry the thread's number. */
    static LogLine of(ILoggingEvent event) {
        StackTraceElement[] callers = event.getCallerData();
        StackTraceElement caller = callers.length == 0 ? null : callers[0];
        String file = caller == null ? null : caller.getFileName();
        return new LogLine(
                event.getInstant(),
                Long.toString(Thread.currentThread().threadId()),
                level(event),
                tag(event),
                file == null ? event.getLoggerName() : file,
                caller == null ? 0 : caller.getLineNumber(),
                message(event));
    }

    /** The time with six fractional digits. */
    String timeText() {
        return TIME.format(time);
    }

    private static LogLevel level(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case Level.TRACE_INT -> LogLevel.TRACE;
            case Level.DEBUG_INT -> LogLevel.DEBUG;
            case Level.INFO_INT -> LogLevel.INFO;
            default -> isFatal(event) ? LogLevel.FATAL : LogLevel.FAIL;
        };
    }

    /** Whether the event carries {@link LogTags#FATAL}. */
    static boolean isFatal(ILoggingEvent event) {
        return markers(event).contains(LogTags.FATAL);
    }

    private static String tag(ILoggingEvent event) {
        for (Marker marker : markers(event)) {
            if (!marker.equals(LogTags.FATAL)) {
                return marker.getName();
            }
        }
        return "";
    }

    private static List<Marker> markers(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        return markers == null ? List.of() : markers;
    }

    private static String message(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            String trace = ThrowableProxyUtil.asString(event.getThrowableProxy());
            message = message + "\n" + trace.stripTrailing();
        }
        return message.length() <= MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARS_MAX) + "... (cut)";
    }
}
