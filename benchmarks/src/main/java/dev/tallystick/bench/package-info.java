/**
 * How fast it is: JMH benchmarks in named groups, each figure beside a baseline of the same run.
 *
 * <p>{@link dev.tallystick.bench.RunBenchmarks} runs one {@link dev.tallystick.bench.Group}; a
 * group lists its {@link dev.tallystick.bench.Figure figures}, and a figure says which benchmark it
 * takes, which one it is compared with, and the ratio that we want.
 */
@NullMarked
package dev.tallystick.bench;

import org.jspecify.annotations.NullMarked;
