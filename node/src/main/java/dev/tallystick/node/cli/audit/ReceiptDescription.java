package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.merkle.MerklePath;
import dev.tallystick.ledger.receipt.CoseReceipt;
import dev.tallystick.ledger.receipt.InclusionProof;
import dev.tallystick.ledger.receipt.Receipt;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;

/** What receipts say, in the words of the commands: hexadecimal, dates, names. */
final class ReceiptDescription {
    private ReceiptDescription() {}

    static ObjectNode of(Receipt receipt) {
        ObjectNode json = Json.object().put("form", "json");
        switch (receipt.leaf()) {
            case Receipt.Leaf.Components components -> {
                transaction(components.commitEvidence(), json);
                json.put("write_set_digest", components.writeSetDigest().hex());
                json.put("commit_evidence", components.commitEvidence());
                if (components.claimsDigest() != null) {
                    json.put("claims_digest", components.claimsDigest().hex());
                }
            }
            case Receipt.Leaf.Plain plain ->
                    json.put(receipt.isSignature() ? "root" : "leaf", plain.digest().hex());
        }
        path(receipt.proof(), json);
        json.put("node", receipt.nodeId()).put("signature", receipt.signature().hex());
        certificate(receipt.certificatePem(), json.putObject("certificate"));
        ArrayNode endorsements = json.putArray("service_endorsement");
        receipt.serviceEndorsements().forEach(pem -> certificate(pem, endorsements.addObject()));
        return json;
    }

    static ObjectNode of(CoseReceipt receipt) {
        ObjectNode json = Json.object().put("form", "cose");
        CoseSign1 cose = receipt.signature().cose();
        cose.alg().ifPresent(alg -> json.put("algorithm", alg));
        cose.kid().ifPresent(kid -> json.put("kid", new String(kid, StandardCharsets.ISO_8859_1)));
        if (cose.protectedHeader().get(CoseSigner.LABEL_VDS).orElse(Cbor.NULL)
                instanceof Cbor.Int(long structure)) {
            json.put("data_structure", structure);
        }
        receipt.signature().txId().ifPresent(txId -> json.put("signed_in", txId.toString()));
        receipt.signature()
                .claims()
                .ifPresent(
                        claims ->
                                json.put("issuer", claims.issuer())
                                        .put("subject", claims.subject())
                                        .put("issued_at", claims.issuedAt().toString()));
        json.put("signature", Hex.encode(cose.signature()));
        ArrayNode proofs = json.putArray("proof");
        for (InclusionProof proof : receipt.proofs()) {
            ObjectNode item = proofs.addObject();
            transaction(proof.commitEvidence(), item);
            item.put("write_set_digest", proof.writeSetDigest().hex());
            item.put("commit_evidence", proof.commitEvidence());
            item.put("claims_digest", proof.claimsDigest().hex());
            path(proof.path(), item);
            item.put("root", proof.root().hex());
        }
        return json;
    }

    private static void transaction(String evidence, ObjectNode json) {
        CommitEvidence.txId(evidence).ifPresent(txId -> json.put("transaction", txId.toString()));
    }

    private static void path(MerklePath path, ObjectNode json) {
        ArrayNode steps = json.putArray("path");
        for (MerklePath.Step step : path.steps()) {
            steps.add((step.left() ? "left " : "right ") + step.digest().hex());
        }
    }

    private static void certificate(String pem, ObjectNode json) {
        try {
            Certificate certificate = Certificate.fromPem(pem);
            json.put("subject", certificate.subject()).put("issuer", certificate.issuer());
            json.put("not_before", certificate.notBefore().toString());
            json.put("not_after", certificate.notAfter().toString());
            json.put("fingerprint", certificate.fingerprint().hex());
        } catch (LedgerFormatException e) {
            json.put("unreadable", e.getMessage());
        }
    }
}
