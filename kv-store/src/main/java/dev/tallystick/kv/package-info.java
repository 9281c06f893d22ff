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
 *
 * <h2>Where a state comes from, and where it goes</h2>
 *
 * <p>{@link dev.tallystick.kv.Store#transfer} moves whole states. A <b>snapshot</b> is a reference
 * to the immutable maps as of a signature transaction; taking it costs nothing, and a thread of its
 * own writes the file while the store goes on. The primary takes it when the signature is known to
 * be committed, before {@code compact} passes it (spec 01, 7.4).
 *
 * <p>A node that <b>joins</b> (spec 05, 9.2) makes an empty store, hands it the ledger secrets it
 * was sent by {@code giveSecrets}, and, if it has a verified snapshot, begins with that:
 *
 * <pre>
 * store.giveSecrets(received);
 * store.transfer().restore(snapshot);
 * store.transfer().showToHooks(nodesTable); // and every other table it acts upon
 * store.rollback(store.lastTxId(), view); // consensus: init_as_backup
 * ... apply each further entry
 * </pre>
 *
 * <p>The view starts in the snapshot's header go to consensus, which keeps the view history and
 * gives it back for the next snapshot. To look into a snapshot before it has secrets, the joiner
 * restores it into a second store, in public-only mode.
 *
 * <p>A node that <b>recovers</b> (spec 01, 6.7; spec 05, 9.3) has no secrets yet. It calls {@code
 * setPublicOnly}, restores the latest snapshot if there is one, applies the ledger and compacts at
 * each signature that verifies; the first {@code LedgerFormatException} ends the ledger. It rolls
 * back to the last signature, is given the new secret, and becomes primary. A joiner of a service
 * in that state is in public-only mode too. Once the old secrets have been recovered, each node
 * reads the ledger again on a thread of its own while it serves, and swaps the private maps in:
 *
 * <pre>
 * PrivateReplay replay = store.transfer().privateReplay(recovered, snapshot);
 * do {
 *     ... apply() every further entry of the ledger files
 * } while (!store.transfer().installPrivate(replay));
 * </pre>
 */
@NullMarked
package dev.tallystick.kv;

import org.jspecify.annotations.NullMarked;
