/** Signature-gated Raft as a deterministic state machine without I/O, threads or clock. */
@org.jspecify.annotations.NullMarked
package dev.tallystick.consensus;
