/**
 * Receipts: offline proofs that one transaction is in the ledger (spec 01, 8).
 *
 * <p>Two forms: {@link dev.tallystick.ledger.receipt.Receipt} is JSON, signed by a node; {@link
 * dev.tallystick.ledger.receipt.CoseReceipt} is CBOR, signed by the service. {@link
 * dev.tallystick.ledger.receipt.ReceiptMaker} makes both from ledger files. {@link
 * dev.tallystick.ledger.receipt.ReceiptVerifier} and {@link
 * dev.tallystick.ledger.receipt.CoseReceiptVerifier} check them with nothing but the service's
 * certificate or key, and name the {@link dev.tallystick.ledger.receipt.ReceiptCheck} that failed.
 *
 * <p>A service that was recovered has had several keys. {@link
 * dev.tallystick.ledger.receipt.ServiceKeys} is what a verifier trusts: the current key and those
 * that {@link dev.tallystick.ledger.receipt.CoseEndorsement}s vouch for, which {@link
 * dev.tallystick.ledger.receipt.EndorsementHistory} finds in the ledger. JSON receipts may instead
 * carry certificates of earlier services, issued by the current one.
 */
@NullMarked
package dev.tallystick.ledger.receipt;

import org.jspecify.annotations.NullMarked;
