package dev.tallystick.js.guest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** The engine's own warnings, which it would print on standard error, as log lines. */
final class EngineLog extends Handler {
    private static final Logger LOG = LoggerFactory.getLogger(GuestEngine.class);

    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            LOG.warn("engine: {}", formatter.formatMessage(entry));
        } else {
            LOG.debug("engine: {}", formatter.formatMessage(entry));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
