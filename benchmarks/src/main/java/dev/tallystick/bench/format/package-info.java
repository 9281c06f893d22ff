/** Benchmarks of the ledger format: verification of whole ledgers, and what it is made of. */
@NullMarked
package dev.tallystick.bench.format;

import org.jspecify.annotations.NullMarked;
