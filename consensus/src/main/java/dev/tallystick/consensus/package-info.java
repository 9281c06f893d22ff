/**
 * Signature-gated Raft: how the nodes of a service agree on one ledger (spec 05).
 *
 * <p>{@link dev.tallystick.consensus.Raft} is a deterministic state machine. One {@link
 * dev.tallystick.consensus.Event} goes in (a tick, a message, entries executed here), the ordered
 * {@link dev.tallystick.consensus.Effects} of it come out (messages to send, entries to apply, roll
 * back or commit). It has no thread, clock, socket or file, and does not hold the entries
 * themselves: only where each view begins, which entries are signatures, and which nodes belong to
 * the service. The same events with the same random source always give the same effects, so a
 * cluster can be stepped by hand, simulated from a seed, or replayed.
 *
 * <p>What differs from textbook Raft: only a signature transaction of the current view can be
 * committed, and everything before it with it; votes compare the last signatures, not the last
 * entries; a new primary drops its unsigned tail; nothing but the ledger is persisted, because a
 * process never comes back under the same node id.
 *
 * <p>One class holds each concern, with the section of the specification in its Javadoc: {@code
 * LogIndex} (4.1 to 4.3), {@code Configurations} and {@code Quorum} (4.4, 5.7), {@code BatchSize}
 * (4.5), {@code EntrySender} (4.6), {@code Commitment} (5.5 to 5.8), {@code Elections} (5.1 to 5.4,
 * 6.3 to 6.5), {@code AppendEntriesHandler} (6.1), {@code Acknowledgements} (6.2), {@code Ticks}
 * (7), {@code LocalAppends} (7.6), {@code Reconfiguration} and {@code Retirement} (8), {@code
 * Startup} (9).
 *
 * <p>This module knows nothing of ledgers, stores or networks; node ids and addresses are text.
 */
@NullMarked
package dev.tallystick.consensus;

import org.jspecify.annotations.NullMarked;
