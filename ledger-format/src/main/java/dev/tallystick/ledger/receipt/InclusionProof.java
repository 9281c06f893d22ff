package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.cbor.CborException;
import dev.tallystick.ledger.cbor.CborReader;
import dev.tallystick.ledger.cbor.CborWriter;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.merkle.MerklePath;

import java.util.ArrayList;
import java.util.List;

/**
 * One Merkle proof of a COSE receipt (spec 01, 8.4): {@code { 1: [write set digest, commit
 * evidence, claims digest], 2: [ [left, hash], … ] }}.
 *
 * @param writeSetDigest SHA-256 of the whole entry
 * @param commitEvidence text that only the service could know before
 * @param claimsDigest zeros by default
 * @param path from the leaf upwards
 */
public record InclusionProof(
        Digest writeSetDigest, String commitEvidence, Digest claimsDigest, MerklePath path) {
    /** Most bytes that a proof may have, as in CCF. */
    public static final int SIZE_MAX = 2048;

    private static final long LEAF = 1;
    private static final long PATH = 2;
    private static final String WHAT = "an inclusion proof";

    /**
     * The proof in a JSON receipt.
     *
     * @throws LedgerFormatException if it is that of a signature transaction, or of an entry
     *     without commit evidence or claims: these have no such proof
     */
    public static InclusionProof of(Receipt receipt) {
        if (receipt.leaf()
                        instanceof
                        Receipt.Leaf.Components(Digest writeSet, String evidence, Digest claims)
                && claims != null) {
            return new InclusionProof(writeSet, evidence, claims, receipt.proof());
        }
        throw new LedgerFormatException(
                "only a transaction with commit evidence and claims has an inclusion proof");
    }

    /** The root to which the proof leads. */
    public Digest root() {
        return path.rootFrom(
                Digest.sha256(writeSetDigest, CommitEvidence.digest(commitEvidence), claimsDigest));
    }

    /** The CBOR, in CCF's bytes. */
    public byte[] encode() {
        List<Cbor> steps = new ArrayList<>();
        for (MerklePath.Step step : path.steps()) {
            steps.add(Cbor.array(Cbor.of(step.left()), Cbor.of(step.digest().bytes())));
        }
        Cbor leaf =
                Cbor.array(
                        Cbor.of(writeSetDigest.bytes()),
                        Cbor.of(commitEvidence),
                        Cbor.of(claimsDigest.bytes()));
        byte[] encoded =
                CborWriter.encode(
                        Cbor.map().put(LEAF, leaf).put(PATH, new Cbor.Array(steps)).build());
        Check.that(encoded.length <= SIZE_MAX, "a proof of %s bytes", encoded.length);
        return encoded;
    }

    /**
     * Reads the CBOR.
     *
     * @throws LedgerFormatException if it is not a proof
     */
    public static InclusionProof decode(byte[] bytes) {
        if (bytes.length > SIZE_MAX) {
            throw new LedgerFormatException(WHAT + " has " + bytes.length + " bytes");
        }
        Cbor item;
        try {
            item = CborReader.decode(bytes);
        } catch (CborException e) {
            throw new LedgerFormatException(WHAT + " is no CBOR: " + e.getMessage(), e);
        }
        if (item instanceof Cbor.Map map
                && map.pairs().size() == 2
                && map.get(LEAF).orElse(Cbor.NULL) instanceof Cbor.Array(List<Cbor> leaf)
                && map.get(PATH).orElse(Cbor.NULL) instanceof Cbor.Array(List<Cbor> steps)
                && leaf.size() == 3
                && leaf.get(1) instanceof Cbor.Text(String evidence)) {
            return new InclusionProof(
                    digest(leaf.get(0)), evidence, digest(leaf.get(2)), path(steps));
        }
        throw new LedgerFormatException(
                WHAT + " is not a map of a leaf with three parts and a path");
    }

    private static MerklePath path(List<Cbor> items) {
        if (items.size() > Receipt.PROOF_STEPS_MAX) {
            throw new LedgerFormatException(WHAT + " has " + items.size() + " steps");
        }
        List<MerklePath.Step> steps = new ArrayList<>();
        for (Cbor item : items) {
            if (!(item instanceof Cbor.Array(List<Cbor> step)
                    && step.size() == 2
                    && (step.get(0).equals(Cbor.of(true)) || step.get(0).equals(Cbor.of(false))))) {
                throw new LedgerFormatException(
                        "a step of " + WHAT + " is not a pair of left and hash");
            }
            steps.add(new MerklePath.Step(step.get(0).equals(Cbor.of(true)), digest(step.get(1))));
        }
        return new MerklePath(steps);
    }

    private static Digest digest(Cbor item) {
        if (item instanceof Cbor.ByteString(Bytes bytes) && bytes.length() == Digest.LENGTH) {
            return Digest.wrap(bytes.toArray());
        }
        throw new LedgerFormatException("a hash in " + WHAT + " is not a string of 32 bytes");
    }
}
