/**
 * Signature transactions: what makes a ledger provable (spec 01, 5).
 *
 * <p>A signature transaction at seqno {@code S} signs the Merkle root over leaves 0 … S−1 twice, by
 * the primary's node key ({@link dev.tallystick.ledger.signature.NodeSignature}) and by the service
 * key ({@link dev.tallystick.ledger.signature.CoseRootSignature}), and carries the serialised tree.
 * {@link dev.tallystick.ledger.signature.SignatureTransaction} makes its write set from a {@link
 * dev.tallystick.ledger.signature.SigningIdentity}, and reads and verifies those of others. When
 * one is due is decided elsewhere.
 */
@NullMarked
package dev.tallystick.ledger.signature;

import org.jspecify.annotations.NullMarked;
