package dev.tallystick.node.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

class NodeLoggingTest {
    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void theLineNamesTheCallersFileAndLine() {
        Logger logger = configured(LogLevel.INFO);
        logger.info("started {}", 7);
        String line = output();
        assertTrue(line.contains("[info ] NodeLoggingTest.java:"), line);
        assertTrue(line.endsWith("| started 7\n"), line);
    }

    @Test
    void warningsAndErrorsAreFailAndTheMarkerMakesThemFatal() {
        Logger logger = configured(LogLevel.INFO);
        logger.warn("a");
        logger.error("b");
        logger.error(LogTags.FATAL, "c");
        assertEquals(
                "[fail ] [fail ] [fatal] ",
                output().replaceAll("(?m)^\\S+ \\d+ +(\\[.....\\] ).*\n", "$1"));
    }

    @Test
    void aMarkerIsTheTagAlsoBesideFatal() {
        Logger logger = configured(LogLevel.INFO);
        Marker tag = MarkerFactory.getDetachedMarker("rollback");
        logger.atError().addMarker(LogTags.FATAL).addMarker(tag).log("x");
        assertTrue(output().contains("[fatal][rollback] "), output());
    }

    @Test
    void atLevelFatalOnlyFatalLinesAreShown() {
        Logger logger = configured(LogLevel.FATAL);
        logger.error("hidden");
        logger.error(LogTags.FATAL, "shown");
        assertTrue(output().endsWith("| shown\n"), output());
        assertTrue(!output().contains("hidden"), output());
    }

    @Test
    void anExceptionFollowsOnFurtherLines() {
        Logger logger = configured(LogLevel.INFO);
        logger.error("stopped", new IllegalStateException("broken"));
        assertTrue(output().contains("| stopped\njava.lang.IllegalStateException: broken\n\tat "));
    }

    @Test
    void aMessageBeyondTheLimitIsCut() {
        Logger logger = configured(LogLevel.INFO);
        logger.info("x".repeat(LogLine.MESSAGE_CHARS_MAX));
        assertTrue(output().endsWith("x\n"));
        output.reset();
        logger.info("x".repeat(LogLine.MESSAGE_CHARS_MAX + 1));
        assertTrue(output().endsWith("x... (cut)\n"));
    }

    @Test
    void librariesAreQuietBelowWarning() {
        configured(LogLevel.TRACE);
        context.getLogger("io.netty.handler").info("chatter");
        context.getLogger("dev.tallystick.node").trace("ours");
        assertTrue(output().endsWith("| ours\n"), output());
        assertTrue(!output().contains("chatter"), output());
    }

    @Test
    void logbackFindsOurConfiguratorByItself() {
        LoggerContext found = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = found.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        OutputStreamAppender<ILoggingEvent> stdout =
                (OutputStreamAppender<ILoggingEvent>) root.getAppender("stdout");
        assertTrue(stdout instanceof ConsoleAppender);
        assertTrue(stdout.getEncoder() instanceof LineEncoder);
    }

    @ParameterizedTest
    @CsvSource({
        "trace,TRACE",
        "Debug,DEBUG",
        "INFO,INFO",
        "fail,FAIL",
        "fatal,FATAL",
        "0,TRACE",
        "4,FATAL"
    })
    void aLevelIsANameInAnyCaseOrANumber(String text, LogLevel level) {
        assertEquals(level, LogLevel.parse(text));
    }

    @Test
    void anUnknownLevelIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> LogLevel.parse("warn"));
        assertThrows(IllegalArgumentException.class, () -> LogLevel.parse("5"));
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /** A logger of a context configured as the node's, whose appender writes to our stream. */
    private Logger configured(LogLevel level) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        NodeLogging.configure(context, level, LineFormat.TEXT);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        OutputStreamAppender<ILoggingEvent> stdout =
                (OutputStreamAppender<ILoggingEvent>) root.getAppender("stdout");
        stdout.setOutputStream(output);
        return context.getLogger("dev.tallystick.node.Test");
    }
}
