/**
 * Receipts: offline proofs that one transaction is in the ledger (spec 01, 8).
 *
 * <p>{@link dev.tallystick.ledger.receipt.ReceiptBuilder} makes a {@link
 * dev.tallystick.ledger.receipt.Receipt} from an entry and the signature transaction that covers
 * it; {@link dev.tallystick.ledger.receipt.ReceiptVerifier} checks one with nothing but a service
 * certificate, and names the {@link dev.tallystick.ledger.receipt.ReceiptCheck} that failed. Where
 * the entries come from, and whether a transaction is committed, is not known here.
 */
@NullMarked
package dev.tallystick.ledger.receipt;

import org.jspecify.annotations.NullMarked;
