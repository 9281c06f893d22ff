/**
 * Recovery shares and the chain of ledger secrets (spec 01, 6.3 to 6.7).
 *
 * <p>The latest ledger secret is wrapped under a one-time key ({@link
 * dev.tallystick.ledger.shares.SharingSecret}), which {@link dev.tallystick.ledger.shares.Shamir}
 * divides into {@link dev.tallystick.ledger.shares.Share}s for the recovery members; {@link
 * dev.tallystick.ledger.shares.RecoveryShares} is the table value that holds all of it, encrypted.
 * Each older secret is encrypted under its successor, in {@link
 * dev.tallystick.ledger.shares.HistoricalLedgerSecret}s. {@link
 * dev.tallystick.ledger.shares.SecretsRecovery} goes all the way back: from a ledger's entries and
 * the members' keys to every secret. {@link dev.tallystick.ledger.shares.EncryptedLedgerSecrets}
 * and {@link dev.tallystick.ledger.shares.SubmittedShare} are what nodes write while they rekey or
 * recover. Who is a recovery member, and when shares are issued, is governance's business.
 */
@NullMarked
package dev.tallystick.ledger.shares;

import org.jspecify.annotations.NullMarked;
