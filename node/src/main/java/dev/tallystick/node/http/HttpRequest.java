package dev.tallystick.node.http;

import dev.tallystick.ledger.Bytes;

import java.util.SortedMap;

/**
 * One complete request.
 *
 * @param session the connection it came by
 * @param method one of the known methods, upper case
 * @param target as received: printable ASCII without spaces
 * @param headers by lower-case name; of a repeated name the first value (spec 02, 2.3)
 * @param body the whole of it; empty if none
 */
public record HttpRequest(
        HttpSession session,
        String method,
        String target,
        SortedMap<String, String> headers,
        Bytes body) {}
