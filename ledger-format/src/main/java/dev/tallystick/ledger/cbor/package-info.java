/**
 * A small, bounded CBOR reader and writer (RFC 8949), for COSE and receipts.
 *
 * <p>Why our own and not Jackson's: COSE signs the exact bytes of the protected header, whose keys
 * are integers and texts in an order that is not canonical; duplicate labels, trailing bytes and
 * tags must be seen, not smoothed over; and a decoder that meets bytes from the network needs
 * bounds on depth and item count before it allocates. {@link CborReader} gives a {@link Cbor} tree
 * or throws {@link CborException}, never anything else.
 */
@NullMarked
package dev.tallystick.ledger.cbor;

import org.jspecify.annotations.NullMarked;
