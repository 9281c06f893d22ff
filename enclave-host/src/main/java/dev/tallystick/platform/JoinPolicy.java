package dev.tallystick.platform;

import dev.tallystick.platform.snp.TcbPolicy;

import java.util.Optional;

/**
 * What the governance tables say about nodes that want to join (spec 07, 7.1). Implemented over the
 * tables of one transaction.
 */
public interface JoinPolicy {

    /** Whether the host data, 64 lower-case hex digits, is in the table of {@code format}. */
    boolean allowsHostData(QuoteFormat format, String hostDataHex);

    /**
     * Whether the measurement is in the table of {@code format}.
     *
     * @param measurement the key of that table: text for virtual, 96 lower-case hex digits for SNP
     */
    boolean allowsMeasurement(QuoteFormat format, String measurement);

    /** The least firmware for a CPU, by its 8 lower-case hex digits. */
    Optional<TcbPolicy> minimumTcb(String cpuidHex);
}
