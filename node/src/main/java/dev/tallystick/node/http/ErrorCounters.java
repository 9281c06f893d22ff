package dev.tallystick.node.http;

import java.util.concurrent.atomic.LongAdder;

/** Counts the requests an interface refused, by kind. Shared by all event loops. */
final class ErrorCounters {
    private final LongAdder parsing = new LongAdder();
    private final LongAdder payloadTooLarge = new LongAdder();
    private final LongAdder headerTooLarge = new LongAdder();

    void count(RequestFault fault) {
        switch (fault) {
            case RequestFault.Malformed malformed -> parsing.increment();
            case RequestFault.HeaderNameTooLarge tooLarge -> headerTooLarge.increment();
            case RequestFault.HeaderValueTooLarge tooLarge -> headerTooLarge.increment();
            case RequestFault.TooManyHeaders tooMany -> headerTooLarge.increment();
            case RequestFault.BodyTooLarge tooLarge -> payloadTooLarge.increment();
        }
    }

    SessionMetrics.Errors read() {
        return new SessionMetrics.Errors(
                parsing.sum(), payloadTooLarge.sum(), headerTooLarge.sum());
    }
}
