package dev.tallystick.node.http;

import java.util.List;

/** The methods that requests may have; any other word is a parse error (spec 02, 2.3). */
public final class HttpMethods {
    /** In the order of the numbers that CCF's parser gives them (spec 02, 3.3). */
    public static final List<String> KNOWN =
            List.of(
                    "DELETE",
                    "GET",
                    "HEAD",
                    "POST",
                    "PUT",
                    "CONNECT",
                    "OPTIONS",
                    "TRACE",
                    "COPY",
                    "LOCK",
                    "MKCOL",
                    "MOVE",
                    "PROPFIND",
                    "PROPPATCH",
                    "SEARCH",
                    "UNLOCK",
                    "BIND",
                    "REBIND",
                    "UNBIND",
                    "ACL",
                    "REPORT",
                    "MKACTIVITY",
                    "CHECKOUT",
                    "MERGE",
                    "M-SEARCH",
                    "NOTIFY",
                    "SUBSCRIBE",
                    "UNSUBSCRIBE",
                    "PATCH",
                    "PURGE",
                    "MKCALENDAR",
                    "LINK",
                    "UNLINK",
                    "SOURCE",
                    "QUERY");

    private HttpMethods() {}
}
