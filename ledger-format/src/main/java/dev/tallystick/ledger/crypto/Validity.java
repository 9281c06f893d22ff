package dev.tallystick.ledger.crypto;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The validity of a certificate, in whole seconds, both ends included.
 *
 * @param notBefore first second
 * @param notAfter last second
 */
public record Validity(Instant notBefore, Instant notAfter) {
    /**
     * @throws IllegalArgumentException with CCF's text if {@code notBefore} does not precede {@code
     *     notAfter}
     */
    public Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        if (!notBefore.isBefore(notAfter)) {
            throw new IllegalArgumentException(
                    "Certificate cannot be created with not_before date "
                            + X509Time.format(notBefore)
                            + " > not_after date "
                            + X509Time.format(notAfter));
        }
    }

    /**
     * From {@code start} for a number of days, less one second: the end is inclusive (spec 06,
     * 3.1).
     */
    public static Validity ofDays(Instant start, long days) {
        return new Validity(start, start.plus(Duration.ofDays(days)).minusSeconds(1));
    }

    /** The validity of an existing certificate. */
    public static Validity of(Certificate certificate) {
        return new Validity(certificate.notBefore(), certificate.notAfter());
    }
}
