/** Benchmarks of the transaction engine: what a read, a range and a write cost. */
@NullMarked
package dev.tallystick.bench.engine;

import org.jspecify.annotations.NullMarked;
