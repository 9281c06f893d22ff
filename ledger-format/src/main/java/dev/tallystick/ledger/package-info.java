/** Values that every module speaks: transaction ids, digests, byte strings. */
@org.jspecify.annotations.NullMarked
package dev.tallystick.ledger;
