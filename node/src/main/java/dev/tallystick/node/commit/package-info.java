/**
 * From final entries to committed ones: the threads behind the pipeline.
 *
 * <pre>
 * pipeline ──entries──► ConsensusHost ──entries──► LedgerWriter ──► chunk files
 *                            ▲                          │
 *                            └────── written up to ─────┘
 * </pre>
 *
 * <p>{@link dev.tallystick.node.commit.ConsensusHost} owns the Raft state machine: it gives it
 * entries and time, and carries out its effects. {@link dev.tallystick.node.commit.LedgerWriter}
 * owns the chunk files. A commit becomes visible only when the ledger writer has handed every entry
 * up to it to the operating system: what a client was told to be committed survives the death of
 * the process. {@link dev.tallystick.node.commit.SignatureSchedule} decides when a signature
 * transaction is due.
 *
 * <p>This package knows no HTTP, no configuration file and no governance.
 */
@NullMarked
package dev.tallystick.node.commit;

import org.jspecify.annotations.NullMarked;
