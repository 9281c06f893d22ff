package dev.tallystick.ledger.view;

import dev.tallystick.ledger.TxId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One view: the time of one primary.
 *
 * @param first its first transaction
 * @param last its last transaction
 * @param bytes of its entries
 * @param signatures among them
 * @param timed what was signed between its first and last dated signature; empty if there are not
 *     two
 */
public record ViewStatistics(
        TxId first, TxId last, long bytes, long signatures, Optional<Timed> timed) {
    /**
     * Between two dated signatures.
     *
     * @param from time of the first, to the second
     * @param to time of the last, to the second
     * @param transactions after the first, up to the last
     */
    public record Timed(Instant from, Instant to, long transactions) {
        /** How many a second, on average, idle time included; unknown for less than a second. */
        public OptionalDouble transactionsPerSecond() {
            long seconds = Duration.between(from, to).toSeconds();
            return seconds < 1
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) transactions / seconds);
        }
    }

    /** How many transactions it has. */
    public long transactions() {
        return last.seqno() - first.seqno() + 1;
    }
}
