package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.SingleByteDamage;
import dev.tallystick.ledger.files.ChunkFormatException;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerChunks.Chunk;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.signature.SignatureTransaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a fault more precise once it is certain that there is one. Each signature transaction lists
 * the leaves that were signed, so that the entry that differs can be told, and, if it is one byte
 * that differs, that byte. Nothing depends on the outcome: where the files do not tell, the fault
 * is left as it was found.
 */
public final class Diagnosis {
    /** Bytes looked at, and held, in search of the next signature. */
    private static final long BYTES_MAX = 64L << 20;

    private final LedgerChunks ledger;
    private final EntryDecoder decoder = new EntryDecoder();

    /** Entries that may be wrong, with the file each is in. */
    private final List<Suspect> suspects = new ArrayList<>();

    private Diagnosis(LedgerChunks ledger) {
        this.ledger = ledger;
    }

    private record Suspect(Chunk chunk, RawEntry entry) {}

    /**
     * The fault, placed at the entry or byte that was changed, if that can be told. May take some
     * seconds.
     *
     * @param options of the audit that it ended
     */
    public static AuditException of(AuditOptions options, AuditException fault) {
        if (fault.getCause() instanceof ChunkFormatException file && file.isExact()) {
            return fault;
        }
        try {
            LedgerChunks ledger = LedgerChunks.of(options.directories());
            return new Diagnosis(ledger).search(fault).orElse(fault);
        } catch (IOException | LedgerFormatException e) {
            fault.addSuppressed(e);
            return fault;
        }
    }

    private Optional<AuditException> search(AuditException fault) throws IOException {
        long from = Math.max(1, fault.lastSignedSeqno()); // which does not cover itself
        long bytesSeen = 0;
        for (Chunk chunk : ledger.from(from)) {
            try (ChunkReader reader = ChunkReader.open(chunk.path())) {
                long seqno = Math.max(from, chunk.name().start());
                for (Optional<RawEntry> raw = reader.uncheckedEntry(seqno);
                        raw.isPresent() && bytesSeen < BYTES_MAX;
                        raw = reader.uncheckedEntry(++seqno)) {
                    bytesSeen += raw.get().bytes().length;
                    Optional<MerkleTree> signed = signedTree(raw.get());
                    if (signed.isPresent() && seqno >= fault.seqno()) {
                        Optional<AuditException> found = compare(signed.get(), fault);
                        if (found.isPresent() || seqno > fault.seqno()) {
                            return found;
                        }
                    }
                    suspects.add(new Suspect(chunk, raw.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** The tree in a signature transaction, if it is the one that was signed. */
    private Optional<MerkleTree> signedTree(RawEntry raw) {
        try {
            Optional<SignatureTransaction> signature =
                    SignatureTransaction.from(decoder.decodePublic(raw.bytes()));
            if (signature.isEmpty()) {
                return Optional.empty();
            }
            MerkleTree tree = signature.get().loadTree();
            return tree.root().equals(signature.get().nodeSignature().root())
                    ? Optional.of(tree)
                    : Optional.empty();
        } catch (LedgerFormatException e) {
            return Optional.empty();
        }
    }

    /** The first suspect whose leaf is not the signed one; none after the fault is its cause. */
    private Optional<AuditException> compare(MerkleTree signed, AuditException fault) {
        for (Suspect suspect : suspects) {
            long seqno = suspect.entry.seqno();
            if (seqno <= fault.seqno()
                    && seqno >= signed.firstLeaf()
                    && seqno < signed.size()
                    && !isLeafOf(suspect.entry, signed.leaf(seqno))) {
                return Optional.of(place(suspect, signed.leaf(seqno), fault));
            }
        }
        return Optional.empty();
    }

    private boolean isLeafOf(RawEntry raw, Digest signedLeaf) {
        try {
            return decoder.decodePublic(raw.bytes()).leaf().equals(signedLeaf);
        } catch (LedgerFormatException e) {
            return false;
        }
    }

    private static AuditException place(Suspect suspect, Digest signedLeaf, AuditException fault) {
        RawEntry entry = suspect.entry;
        String found =
                fault.seqno() == entry.seqno()
                        ? fault.reason()
                        : "seqno %d: %s".formatted(fault.seqno(), fault.reason());
        Optional<SingleByteDamage> damage = SingleByteDamage.find(entry.bytes(), signedLeaf);
        if (damage.isEmpty()) {
            String reason =
                    "the %d bytes of the entry at offset %d are not the ones that were signed (%s)"
                            .formatted(entry.bytes().length, entry.offset(), found);
            return new AuditException(suspect.chunk.path(), entry.seqno(), reason, fault);
        }
        String reason =
                "the byte is 0x%02x, the one that was signed is 0x%02x (%s)"
                        .formatted(damage.get().actual(), damage.get().signed(), found);
        return new AuditException(suspect.chunk.path(), entry.seqno(), reason, fault)
                .at(entry.offset() + damage.get().offset());
    }
}
