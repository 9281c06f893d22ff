package dev.tallystick.node.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

import java.nio.charset.StandardCharsets;

/** Writes events as lines of one form, in UTF-8. Used on the thread that logs. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private final LineFormat format;

    LineEncoder(LineFormat format) {
        this.format = format;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return format.format(LogLine.of(event)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
