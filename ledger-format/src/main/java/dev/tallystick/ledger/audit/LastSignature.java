package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.ScannedBlock.Signed;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.signature.CoseRootSignature;
import dev.tallystick.ledger.signature.NodeSignature;
import dev.tallystick.ledger.signature.SignatureTransaction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The last signature entry of a ledger. No later signature covers its bytes, so they are compared
 * with what they must be: everything in it follows from its position, its verified signatures and
 * the tree, but for the encryption tag and the commit evidence digest, which only a holder of the
 * ledger secret can compute.
 */
final class LastSignature {
    private static final int TAG_OFFSET = 8;
    private static final int TAG_SIZE = 16;
    private static final int PUBLIC_OFFSET = 44;

    private final byte[] bytes;
    private final Entry entry;
    private final SignatureTransaction signature;

    LastSignature(Entry entry, Signed signed) {
        this.bytes = signed.bytes();
        this.entry = entry;
        this.signature = signed.transaction();
    }

    TxId txId() {
        return entry.txId();
    }

    /** Bytes that cannot be checked without the ledger secret. */
    int sealedByteCount() {
        return TAG_SIZE + (entry.type().hasCommitEvidence() ? Digest.LENGTH : 0);
    }

    /**
     * Compares the entry with what it must be.
     *
     * @param isOldWriter whether earlier signatures of this view have commit fields other than
     *     zero, as CCF before 2.x wrote them
     * @throws LedgerFormatException if a byte differs
     */
    void check(NodeIdentities nodes, boolean isOldWriter) {
        NodeSignature node = signature.nodeSignature();
        String pem = node.certificatePem();
        if (pem != null && !nodes.hasHad(node.node(), pem)) {
            throw new LedgerFormatException(
                    "the last signature carries a certificate that its node never had");
        }
        if (!node.hashedNonce().equals(Digest.ZERO)
                || (!isOldWriter && !node.commit().equals(TxId.NONE))) {
            throw new LedgerFormatException(
                    "a field of the last signature that must be zero is not");
        }
        if ((entry.flags() & ~EntryFlags.FORCE_CHUNK_AFTER) != 0) {
            throw new LedgerFormatException("the last signature has flags " + entry.flags());
        }
        if (!entry.claims().equals(Digest.ZERO)) {
            throw new LedgerFormatException("the last signature has claims");
        }
        requireValue(TableNames.SIGNATURES, node.toJson());
        CoseRootSignature cose = signature.coseSignature();
        if (cose != null) {
            requireValue(TableNames.COSE_SIGNATURES, cose.toJson());
            if (!cose.cose().unprotectedHeader().pairs().isEmpty()) {
                throw new LedgerFormatException(
                        "the last COSE signature has an unprotected header");
            }
        }
        if (!Arrays.equals(bytes, expected())) {
            throw new LedgerFormatException(
                    "byte "
                            + Arrays.mismatch(bytes, expected())
                            + " of the last signature entry is not what it must be");
        }
    }

    private void requireValue(String table, Bytes expected) {
        Bytes actual = entry.publicWrites().value(table, Bytes.EIGHT_ZEROS).orElse(Bytes.EMPTY);
        if (!actual.equals(expected)) {
            throw new LedgerFormatException(
                    "the value in " + table + " is not written as a node writes it");
        }
    }

    /**
     * The entry as it must be (spec 01, 2.1 to 2.5), flags, tag and commit evidence digest as they
     * are.
     */
    private byte[] expected() {
        ByteBuffer out = ByteBuffer.allocate(bytes.length + 4096).order(ByteOrder.LITTLE_ENDIAN);
        long seqno = entry.txId().seqno();
        out.put((byte) 1).put((byte) entry.flags());
        long size = bytes.length - 8L;
        out.putInt((int) size).putShort((short) (size >>> 32));
        out.put(bytes, TAG_OFFSET, TAG_SIZE);
        out.putLong(seqno).putInt((int) entry.txId().view());
        out.putLong(bytes.length - PUBLIC_OFFSET);
        out.put((byte) entry.type().code()).putLong(seqno);
        if (entry.type().hasClaims()) {
            out.put(Digest.ZERO.bytes());
        }
        if (entry.commitEvidenceDigest() != null) {
            out.put(entry.commitEvidenceDigest().bytes());
        }
        out.putLong(0);
        for (MapWrites map : entry.publicWrites().maps()) {
            putMap(out, map);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void putMap(ByteBuffer out, MapWrites map) {
        putBlob(out, map.name().getBytes(StandardCharsets.UTF_8));
        out.putLong(0).putLong(0).putLong(map.writes().size());
        map.writes()
                .forEach(
                        (key, value) -> {
                            putBlob(out, key.toArray());
                            putBlob(out, value.toArray());
                        });
        out.putLong(0);
    }

    private static void putBlob(ByteBuffer out, byte[] blob) {
        out.putLong(blob.length).put(blob);
    }
}
