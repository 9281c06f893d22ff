package dev.tallystick.node.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Lets only fatal events through; Logback has no level of its own for them. */
final class FatalOnlyFilter extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
        return LogLine.isFatal(event) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
