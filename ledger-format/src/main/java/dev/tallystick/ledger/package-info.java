/**
 * The words that every module speaks: transaction ids, byte strings, digests, JSON as the ledger
 * writes it, and the names of the built-in tables.
 *
 * <p>The chapters below hold the formats of spec 01, each usable without a node: {@code entry}
 * (encrypted transactions), {@code merkle} (the tree over them), {@code files} (chunk files),
 * {@code signature} (signature transactions), {@code receipt} (proofs), {@code shares} (recovery),
 * {@code audit} (all of it verified offline), on top of {@code crypto} (keys, certificates,
 * ciphers, COSE) and {@code cbor}.
 */
@NullMarked
package dev.tallystick.ledger;

import org.jspecify.annotations.NullMarked;
