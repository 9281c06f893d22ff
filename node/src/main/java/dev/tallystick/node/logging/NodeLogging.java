package dev.tallystick.node.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;

import org.slf4j.LoggerFactory;

import java.util.List;

/** Sets up Logback: lines on standard output, flushed one by one, nothing on standard error. */
public final class NodeLogging {
    /** Libraries that speak of their own affairs at info and debug. */
    private static final List<String> QUIET_LIBRARIES =
            List.of(
                    "io.netty",
                    "com.networknt",
                    "org.rocksdb",
                    "com.oracle.truffle",
                    "javax",
                    "sun");

    private NodeLogging() {}

    /**
     * Replaces whatever was configured before.
     *
     * @param level the least severe level shown
     * @param format of the lines
     */
    public static void configure(LogLevel level, LineFormat format) {
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), level, format);
    }

    static void configure(LoggerContext context, LogLevel level, LineFormat format) {
        context.reset();
        LineEncoder encoder = new LineEncoder(format);
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stdout = new ConsoleAppender<>();
        stdout.setContext(context);
        stdout.setName("stdout");
        stdout.setEncoder(encoder);
        if (level == LogLevel.FATAL) {
            FatalOnlyFilter filter = new FatalOnlyFilter();
            filter.start();
            stdout.addFilter(filter);
        }
        stdout.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level.threshold());
        root.addAppender(stdout);
        if (level.threshold().toInt() < Level.WARN_INT) {
            for (String library : QUIET_LIBRARIES) {
                context.getLogger(library).setLevel(Level.WARN);
            }
        }
    }
}
