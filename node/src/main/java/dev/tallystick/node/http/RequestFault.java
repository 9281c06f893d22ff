package dev.tallystick.node.http;

/** Why a request is refused before anybody looks at what it asks (spec 02, 2.3 and 2.5). */
sealed interface RequestFault {
    /** Not HTTP; the reason is for people. */
    record Malformed(String reason) implements RequestFault {}

    /** A header name longer than the limit; the name as far as it was read. */
    record HeaderNameTooLarge(String name) implements RequestFault {}

    /** A header value longer than the limit. */
    record HeaderValueTooLarge(String name) implements RequestFault {}

    /** More different header names than the limit. */
    record TooManyHeaders() implements RequestFault {}

    /** A body longer than the limit. */
    record BodyTooLarge() implements RequestFault {}
}
