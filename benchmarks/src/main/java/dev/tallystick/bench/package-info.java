/** Micro-benchmarks and the load driver. */
@org.jspecify.annotations.NullMarked
package dev.tallystick.bench;
