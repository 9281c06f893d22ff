package dev.tallystick.node.config;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * A {@code host:port} pair (spec 06, 1.4).
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets; may be empty
 * @param port 0 to 65535; 0 lets the system choose
 */
public record Address(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /** Checks the port's range. */
    public Address {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to " + PORT_MAX);
        }
    }

    /**
     * Splits at the last colon; without a colon the port is 0.
     *
     * @throws IllegalArgumentException where the port is not an integer from 0 to 65535
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new Address(text, 0);
        }
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > PORT_MAX) {
            throw new IllegalArgumentException(
                    "\"%s\": the port \"%s\" is not an integer from 0 to %d; write \"host:port\""
                            .formatted(text, port, PORT_MAX));
        }
        return new Address(text.substring(0, colon), Integer.parseInt(port));
    }

    /** The numeric address that a listener got from the system; IPv6 addresses are bracketed. */
    public static Address of(InetSocketAddress bound) {
        String host = bound.getAddress().getHostAddress();
        return new Address(
                bound.getAddress() instanceof Inet6Address ? "[" + host + "]" : host,
                bound.getPort());
    }

    /** The same host with another port. */
    public Address withPort(int otherPort) {
        return new Address(host, otherPort);
    }

    /** The host without the brackets of an IPv6 address, as the resolver wants it. */
    public String hostWithoutBrackets() {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
