package dev.tallystick.ledger.diff;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.diff.EntryDifference.Field;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.EntryType;
import dev.tallystick.ledger.entry.MapWrites;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Says in what two entries differ, part by part as they lie in the bytes (spec 01, 2.1). */
final class EntryComparison {
    private static final int TAG_OFFSET = 8;
    private static final int IV_OFFSET = 24;
    private static final int PUBLIC_LENGTH_OFFSET = 36;
    private static final int PUBLIC_OFFSET = 44;
    private static final int RESERVED_SIZE = 8;

    private final byte[] a;
    private final byte[] b;
    private final List<EntryDifference> found = new ArrayList<>();

    private EntryComparison(byte[] a, byte[] b) {
        this.a = a;
        this.b = b;
    }

    /**
     * Compares two whole entries whose bytes are not the same.
     *
     * @return at least one difference
     */
    static List<EntryDifference> of(byte[] a, byte[] b) {
        EntryComparison comparison = new EntryComparison(a, b);
        comparison.run();
        return comparison.found;
    }

    private void run() {
        Entry first = decode(a, true);
        Entry second = decode(b, false);
        field(Field.SIZE, String.valueOf(a.length), String.valueOf(b.length));
        field(
                Field.FLAGS,
                String.valueOf(EntryHeader.flagsOf(a)),
                String.valueOf(EntryHeader.flagsOf(b)));
        bytes(Field.TAG, TAG_OFFSET, IV_OFFSET);
        bytes(Field.IV, IV_OFFSET, PUBLIC_LENGTH_OFFSET);
        if (first == null || second == null) {
            return;
        }
        field(
                Field.VIEW,
                String.valueOf(first.txId().view()),
                String.valueOf(second.txId().view()));
        int publicEndA = PUBLIC_OFFSET + EntryHeader.of(a).publicLength();
        int publicEndB = PUBLIC_OFFSET + EntryHeader.of(b).publicLength();
        if (!Arrays.equals(a, PUBLIC_OFFSET, publicEndA, b, PUBLIC_OFFSET, publicEndB)) {
            comparePublic(first, second, publicEndA, publicEndB);
        }
        if (!Arrays.equals(a, publicEndA, a.length, b, publicEndB, b.length)) {
            found.add(
                    new EntryDifference.OfPrivateDomain(
                            a.length - publicEndA, b.length - publicEndB));
        }
    }

    private @Nullable Entry decode(byte[] entry, boolean isFirst) {
        try {
            return new EntryDecoder().decodePublic(entry);
        } catch (LedgerFormatException e) {
            found.add(new EntryDifference.Unreadable(isFirst, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private void comparePublic(Entry first, Entry second, int publicEndA, int publicEndB) {
        int before = found.size();
        field(
                Field.PUBLIC_SIZE,
                String.valueOf(publicEndA - PUBLIC_OFFSET),
                String.valueOf(publicEndB - PUBLIC_OFFSET));
        field(
                Field.TYPE,
                String.valueOf(first.type().code()),
                String.valueOf(second.type().code()));
        field(Field.CLAIMS_DIGEST, first.claims().hex(), second.claims().hex());
        field(
                Field.COMMIT_EVIDENCE_DIGEST,
                hex(first.commitEvidenceDigest()),
                hex(second.commitEvidenceDigest()));
        field(Field.RESERVED, reserved(a, first.type()), reserved(b, second.type()));
        compareMaps(first, second);
        if (found.size() == before) {
            found.add(new EntryDifference.OfForm(Arrays.mismatch(a, b)));
        }
    }

    private void compareMaps(Entry first, Entry second) {
        SortedSet<String> names = new TreeSet<>();
        first.publicWrites().maps().forEach(map -> names.add(map.name()));
        second.publicWrites().maps().forEach(map -> names.add(map.name()));
        for (String name : names) {
            MapWrites empty = MapWrites.of(name, Collections.emptySortedMap());
            MapWrites inA = first.publicWrites().map(name).orElse(empty);
            MapWrites inB = second.publicWrites().map(name).orElse(empty);
            SortedSet<Bytes> keys = new TreeSet<>(inA.writes().keySet());
            keys.addAll(inA.removals());
            keys.addAll(inB.writes().keySet());
            keys.addAll(inB.removals());
            for (Bytes key : keys) {
                KeyState stateA = KeyState.of(inA, key);
                KeyState stateB = KeyState.of(inB, key);
                if (!stateA.equals(stateB)) {
                    found.add(new EntryDifference.OfKey(name, key, stateA, stateB));
                }
            }
        }
    }

    private void field(Field field, String inA, String inB) {
        if (!inA.equals(inB)) {
            found.add(new EntryDifference.OfField(field, inA, inB));
        }
    }

    private void bytes(Field field, int from, int to) {
        field(
                field,
                Hex.encode(Arrays.copyOfRange(a, from, to)),
                Hex.encode(Arrays.copyOfRange(b, from, to)));
    }

    private static String hex(@Nullable Digest digest) {
        return digest == null ? "" : digest.hex();
    }

    /** The bytes between the digests and the first map. */
    private static String reserved(byte[] entry, EntryType type) {
        int offset =
                PUBLIC_OFFSET
                        + 1
                        + Long.BYTES
                        + (type.hasClaims() ? Digest.LENGTH : 0)
                        + (type.hasCommitEvidence() ? Digest.LENGTH : 0);
        return Hex.encode(Arrays.copyOfRange(entry, offset, offset + RESERVED_SIZE));
    }
}
