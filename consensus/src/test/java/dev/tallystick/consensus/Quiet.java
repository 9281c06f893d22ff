package dev.tallystick.consensus;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps the warnings of a million provoked faults off the console. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        setLevel(Level.WARN);
    }

    private static void setLevel(Level level) {
        if (LoggerFactory.getLogger(Raft.class.getPackageName()) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
