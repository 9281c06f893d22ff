/**
 * Reading a ledger for people and programs: what is in it, what became of a key, what it is made of
 * ({@code tally ledger show}, {@code tables}, {@code history}, {@code stats}).
 *
 * <p>Nothing is verified here but the form of what is read; {@code dev.tallystick.ledger.audit}
 * verifies. {@link dev.tallystick.ledger.view.LedgerView} walks a range of entries in one pass and
 * bounded memory, and opens private maps where their secret is known; {@link
 * dev.tallystick.ledger.view.TableStatistics}, {@link dev.tallystick.ledger.view.LedgerStatistics}
 * and {@link dev.tallystick.ledger.view.KeyHistory} are fed its entries. {@link
 * dev.tallystick.ledger.view.KeyText} and {@link dev.tallystick.ledger.view.ValueText} turn keys
 * and values into text and JSON, so that none can hide or pretend anything on a terminal.
 */
@NullMarked
package dev.tallystick.ledger.view;

import org.jspecify.annotations.NullMarked;
