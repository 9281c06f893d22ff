package dev.tallystick.node.http;

/**
 * One interface on which the node listens (spec 02, 2.2).
 *
 * @param name key in {@code network.rpc_interfaces}
 * @param host name or address to bind to; IPv6 without brackets
 * @param port to bind to; 0 = any free one, see {@link HttpServer#addresses()}
 * @param authority whose certificate is presented
 * @param limits of each request
 * @param sessionsSoftMax open sessions from which on new ones are answered 503 (spec 02, 2.6)
 * @param sessionsHardMax open sessions from which on new ones are closed at accept
 */
public record InterfaceOptions(
        String name,
        String host,
        int port,
        Authority authority,
        HttpLimits limits,
        int sessionsSoftMax,
        int sessionsHardMax) {
    /** {@code max_open_sessions_soft} where it is not configured. */
    public static final int SESSIONS_SOFT_MAX_DEFAULT = 1000;

    /** {@code max_open_sessions_hard} where it is not configured. */
    public static final int SESSIONS_HARD_MAX_DEFAULT = 1010;

    /** Refuses ports and caps that cannot be. */
    public InterfaceOptions {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port + " of interface " + name);
        }
        if (sessionsSoftMax < 0 || sessionsHardMax < sessionsSoftMax) {
            throw new IllegalArgumentException(
                    "session caps of interface %s: soft %d, hard %d"
                            .formatted(name, sessionsSoftMax, sessionsHardMax));
        }
    }

    /** An interface with CCF's default limits and session caps. */
    public static InterfaceOptions of(String name, String host, int port, Authority authority) {
        return new InterfaceOptions(
                name,
                host,
                port,
                authority,
                HttpLimits.DEFAULT,
                SESSIONS_SOFT_MAX_DEFAULT,
                SESSIONS_HARD_MAX_DEFAULT);
    }
}
