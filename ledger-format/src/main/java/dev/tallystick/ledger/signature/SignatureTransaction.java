package dev.tallystick.ledger.signature;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * A signature transaction: the signed root, and the tree that gives every earlier leaf its path
 * (spec 01, 5).
 *
 * @param txId its own id
 * @param nodeSignature by the primary's node key
 * @param coseSignature by the service key; null in older ledgers
 * @param tree the serialised tree, leaves up to the one before this transaction
 */
public record SignatureTransaction(
        TxId txId,
        NodeSignature nodeSignature,
        @Nullable CoseRootSignature coseSignature,
        Bytes tree) {

    /**
     * The write set of a new signature transaction.
     *
     * @param txId reserved for it
     * @param root over all leaves before {@code txId}
     * @param serialisedTree of the same leaves; taken over
     */
    public static WriteSet writes(
            TxId txId, Digest root, byte[] serialisedTree, SigningIdentity identity) {
        return WriteSet.of(
                single(
                        TableNames.COSE_SIGNATURES,
                        CoseRootSignature.sign(txId, root, identity).toJson()),
                single(TableNames.SIGNATURES, NodeSignature.sign(txId, root, identity).toJson()),
                single(TableNames.TREE, Bytes.wrap(serialisedTree)));
    }

    private static MapWrites single(String table, Bytes value) {
        return MapWrites.put(table, Bytes.EIGHT_ZEROS, value);
    }

    /**
     * Reads the signature transaction in an entry.
     *
     * @return nothing if the entry is an ordinary transaction
     * @throws LedgerFormatException if it writes signatures, but not in the form of spec 01, 5
     */
    public static Optional<SignatureTransaction> from(Entry entry) {
        if (!entry.isSignature()) {
            return Optional.empty();
        }
        NodeSignature node = NodeSignature.fromJson(single(entry, TableNames.SIGNATURES));
        if (!node.txId().equals(entry.txId())) {
            throw new LedgerFormatException(
                    "the signature in " + entry.txId() + " says it is that of " + node.txId());
        }
        CoseRootSignature cose = null;
        if (entry.publicWrites().map(TableNames.COSE_SIGNATURES).isPresent()) {
            cose = CoseRootSignature.fromJson(single(entry, TableNames.COSE_SIGNATURES));
            if (!cose.txId().equals(Optional.of(entry.txId()))) {
                throw new LedgerFormatException(
                        "the COSE signature in "
                                + entry.txId()
                                + " says it is that of "
                                + cose.txId().map(TxId::toString).orElse("none"));
            }
        }
        return Optional.of(
                new SignatureTransaction(entry.txId(), node, cose, single(entry, TableNames.TREE)));
    }

    private static Bytes single(Entry entry, String table) {
        MapWrites map =
                entry.publicWrites()
                        .map(table)
                        .orElseThrow(
                                () -> new LedgerFormatException("a signature without " + table));
        Bytes value = map.writes().get(Bytes.EIGHT_ZEROS);
        if (value == null || map.writes().size() != 1 || !map.removals().isEmpty()) {
            throw new LedgerFormatException("not a single value in " + table);
        }
        return value;
    }

    /**
     * The tree over all leaves before this transaction.
     *
     * @throws LedgerFormatException if it is malformed, or does not end where the transaction
     *     begins
     */
    public MerkleTree loadTree() {
        MerkleTree loaded = MerkleTree.load(tree.toArray());
        if (loaded.size() != txId.seqno()) {
            throw new LedgerFormatException(
                    "the tree in " + txId + " has " + loaded.size() + " leaves");
        }
        return loaded;
    }
}
