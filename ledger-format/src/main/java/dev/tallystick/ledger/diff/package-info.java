/**
 * Comparing two copies of a ledger: do they hold the same entries, and if not, where and in what do
 * they first differ ({@code tally ledger diff}).
 *
 * <p>{@link dev.tallystick.ledger.diff.LedgerDiff} walks both copies side by side, in one pass and
 * the memory of two entries, and gives a {@link dev.tallystick.ledger.diff.DiffReport}. Bytes are
 * compared, nothing is verified or decrypted: which copy is the right one is for {@code
 * dev.tallystick.ledger.audit} to say.
 */
@NullMarked
package dev.tallystick.ledger.diff;

import org.jspecify.annotations.NullMarked;
