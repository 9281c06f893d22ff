/**
 * The node process, put together.
 *
 * <p>{@link dev.tallystick.node.TallystickNode} is what the command line starts and stops. {@code
 * NodeStart} is the one composition root: it constructs every part through constructors, in the
 * order in which a node comes to life, and remembers in {@code Shutdown} how to undo each step.
 * {@code RequestPipeline} does the same for what answers requests.
 *
 * <p>The rest of the package connects modules that do not know each other: hooks on tables ({@code
 * Credentials}, {@code ServiceWatch}, {@code RekeyWatch}) and the ports that lower packages and
 * modules ask the node through ({@code LiveNodeView}, {@code LiveNodeControl}, {@code
 * LiveConsensusView}, {@code LedgerReceipts}). The threads behind the pipeline are in {@code
 * dev.tallystick.node.commit}.
 */
@NullMarked
package dev.tallystick.node;

import org.jspecify.annotations.NullMarked;
