package dev.tallystick.ledger.crypto;

import org.bouncycastle.asn1.x509.GeneralName;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One subject alternative name (spec 06, 3.2).
 *
 * @param kind how {@code value} is to be read
 * @param value an IP address in text form, or a DNS name
 */
public record SubjectAltName(Kind kind, String value) {
    private static final String IP_PREFIX = "iPAddress:";
    private static final String DNS_PREFIX = "dNSName:";
    private static final Pattern NUMERIC = Pattern.compile("\\d+");

    /** The two kinds of names that certificates of nodes carry. */
    public enum Kind {
        /** An IP address. */
        IP,
        /** A DNS name. */
        DNS
    }

    /**
     * @throws IllegalArgumentException if an IP name is not an IP address
     */
    public SubjectAltName {
        if (kind == Kind.IP) {
            requireAddress(value);
        }
    }

    private static void requireAddress(String value) {
        try {
            new GeneralName(GeneralName.iPAddress, value);
        } catch (IndexOutOfBoundsException e) { // BouncyCastle, of a lone colon
            throw new IllegalArgumentException("IP Address is invalid", e);
        }
    }

    /**
     * Reads a configuration item {@code iPAddress:<v>} or {@code dNSName:<v>}.
     *
     * @return empty for any other prefix, which is a configuration error
     * @throws IllegalArgumentException if an IP name is not an IP address
     */
    public static Optional<SubjectAltName> parse(String item) {
        if (item.startsWith(IP_PREFIX)) {
            return Optional.of(new SubjectAltName(Kind.IP, item.substring(IP_PREFIX.length())));
        }
        if (item.startsWith(DNS_PREFIX)) {
            return Optional.of(new SubjectAltName(Kind.DNS, item.substring(DNS_PREFIX.length())));
        }
        return Optional.empty();
    }

    /**
     * The name for a host of a published address: an IP name when the last dot-separated component
     * is numeric, else a DNS name.
     *
     * @throws IllegalArgumentException if it looks like an IP address but is none
     */
    public static SubjectAltName ofHost(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return new SubjectAltName(
                NUMERIC.matcher(last).matches() || host.contains(":") ? Kind.IP : Kind.DNS, host);
    }

    GeneralName toGeneralName() {
        return switch (kind) {
            case IP -> new GeneralName(GeneralName.iPAddress, value);
            case DNS -> new GeneralName(GeneralName.dNSName, value);
        };
    }
}
