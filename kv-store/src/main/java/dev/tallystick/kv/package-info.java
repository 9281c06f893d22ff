/**
 * The transaction engine: every table of the service, and the way of a write from a transaction to
 * final bytes.
 *
 * <p>A {@link dev.tallystick.kv.Store} holds one immutable state of all maps, published through one
 * volatile reference. A {@link dev.tallystick.kv.Transaction} reads from the state it began with
 * and buffers its writes in {@link dev.tallystick.kv.MapHandle}s. {@link
 * dev.tallystick.kv.Store#commit} is the only serial step: it checks what the transaction has read,
 * takes the next seqno, swaps the state and publishes the write set to a bounded queue. Behind the
 * queue one pipeline thread does the rest in seqno order:
 *
 * <pre>
 * Transaction -- commit --> queue --> encode, encrypt --> Merkle leaf --> local hooks --> EntrySink
 *                  |                      ^
 *               sign() - a seqno reserved +- Signer: root over all lower seqnos
 * </pre>
 *
 * <p>States since the last {@link dev.tallystick.kv.Store#compact} are retained in a ring, so that
 * {@link dev.tallystick.kv.Store#rollback} and compaction move pointers and never walk over data.
 * The package does not know consensus, files or networks: they are behind {@code EntrySink}, and
 * call {@code compact}, {@code rollback} and {@code apply}.
 */
@NullMarked
package dev.tallystick.kv;

import org.jspecify.annotations.NullMarked;
