package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.crypto.CoseException;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.signature.CoseRootSignature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A COSE receipt: the service's signature over a Merkle root, which is its detached payload, with
 * the proofs that lead to that root in the unprotected header {@code { 396: { -1: [ proof, … ] } }}
 * (spec 01, 8.4; draft-ietf-cose-merkle-tree-proofs).
 *
 * @param signature of the covering signature transaction; its unprotected header is empty
 * @param proofs at least one
 */
public record CoseReceipt(CoseRootSignature signature, List<InclusionProof> proofs) {
    /** Media type of the encoded form. */
    public static final String MEDIA_TYPE = "application/cose";

    /** Largest receipt that is read, in bytes. */
    public static final int SIZE_MAX = 1 << 20;

    /** Unprotected label of verifiable data structure proofs. */
    public static final long LABEL_VDP = 396;

    /** Key of the inclusion proofs under {@link #LABEL_VDP}. */
    public static final long INCLUSION_PROOFS = -1;

    /** Takes the unprotected header off the signature, and copies the list. */
    public CoseReceipt {
        if (proofs.isEmpty()) {
            throw new LedgerFormatException("a COSE receipt has no inclusion proof");
        }
        signature = new CoseRootSignature(signature.cose().withUnprotected(CoseSign1.EMPTY_HEADER));
        proofs = List.copyOf(proofs);
    }

    /**
     * Reads a receipt.
     *
     * @throws LedgerFormatException if it is not one, or not in the one encoding that CCF writes:
     *     definite lengths, shortest heads, nothing beside the proofs in the unprotected header
     */
    public static CoseReceipt parse(byte[] bytes) {
        if (bytes.length > SIZE_MAX) {
            throw new LedgerFormatException("a COSE receipt has " + bytes.length + " bytes");
        }
        CoseSign1 cose;
        try {
            cose = CoseSign1.parse(bytes);
        } catch (CoseException e) {
            throw new LedgerFormatException("not a COSE receipt: " + e.getMessage(), e);
        }
        if (cose.payload().isPresent()) {
            throw new LedgerFormatException("a COSE receipt carries a payload");
        }
        CoseReceipt receipt =
                new CoseReceipt(new CoseRootSignature(cose), readProofs(cose.unprotectedHeader()));
        if (!Arrays.equals(receipt.encode(), bytes)) {
            throw new LedgerFormatException("a COSE receipt is not in CCF's encoding");
        }
        return receipt;
    }

    private static List<InclusionProof> readProofs(Cbor.Map header) {
        if (header.pairs().size() != 1
                || !(header.get(LABEL_VDP).orElse(Cbor.NULL) instanceof Cbor.Map structure)
                || structure.pairs().size() != 1
                || !(structure.get(INCLUSION_PROOFS).orElse(Cbor.NULL)
                        instanceof Cbor.Array(List<Cbor> items))) {
            throw new LedgerFormatException(
                    "the unprotected header of a COSE receipt is not { 396: { -1: [ … ] } }");
        }
        List<InclusionProof> proofs = new ArrayList<>();
        for (Cbor item : items) {
            if (!(item instanceof Cbor.ByteString(Bytes bytes))) {
                throw new LedgerFormatException("an inclusion proof is not a byte string");
            }
            proofs.add(InclusionProof.decode(bytes.toArray()));
        }
        return proofs;
    }

    /** The tagged message, in CCF's bytes; what the service signed is as it was. */
    public byte[] encode() {
        byte[][] encoded = proofs.stream().map(InclusionProof::encode).toArray(byte[][]::new);
        return signature
                .cose()
                .withUnprotected(CoseSign1.header(LABEL_VDP, INCLUSION_PROOFS, encoded))
                .encode();
    }
}
