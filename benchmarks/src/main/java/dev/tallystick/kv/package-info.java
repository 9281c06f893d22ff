/**
 * Benchmarks of the transaction engine that need its inside: the serial step without the pipeline,
 * the pipeline without its thread. They are in the engine's package for that reason only.
 */
@NullMarked
package dev.tallystick.kv;

import org.jspecify.annotations.NullMarked;
