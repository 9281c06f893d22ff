package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.receipt.CoseReceiptVerifier;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptVerifier;
import dev.tallystick.node.cli.terminal.LabelledRows;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a receipt has proved, of either form.
 *
 * @param transactions proven ones; none if the receipt does not name its transaction
 * @param root signed Merkle root
 * @param signer what else is to be told of the signature, by name
 */
record ProvenReport(List<ProvenTransaction> transactions, Digest root, Map<String, String> signer) {

    /** A proven transaction. */
    record ProvenTransaction(TxId txId, Digest writeSetDigest) {}

    static ProvenReport of(Receipt receipt, ReceiptVerifier.Proven proven) {
        TxId txId = proven.txId();
        Digest writeSet = proven.writeSetDigest();
        return new ProvenReport(
                txId == null || writeSet == null
                        ? List.of()
                        : List.of(new ProvenTransaction(txId, writeSet)),
                proven.root(),
                Map.of("node", receipt.nodeId()));
    }

    static ProvenReport of(CoseReceiptVerifier.Proven proven) {
        Map<String, String> signer = new LinkedHashMap<>();
        signer.put("signed in", proven.signatureTxId().toString());
        signer.put("issuer", proven.claims().issuer());
        signer.put("subject", proven.claims().subject());
        signer.put("issued at", proven.claims().issuedAt().toString());
        return new ProvenReport(
                proven.transactions().stream()
                        .map(one -> new ProvenTransaction(one.txId(), one.writeSetDigest()))
                        .toList(),
                proven.root(),
                signer);
    }

    /** For people. */
    void print(LabelledRows rows, Certificate service, List<String> places) {
        for (ProvenTransaction transaction : transactions) {
            rows.row("transaction", transaction.txId().toString());
            rows.row("write set digest", transaction.writeSetDigest().hex());
        }
        rows.row("signed root", root.hex());
        signer.forEach(rows::row);
        rows.row("service", service.subject());
        rows.column("in the ledger", places);
    }

    /** For programs. */
    ObjectNode json(Certificate service, List<String> places) {
        ObjectNode json = Json.object().put("valid", true);
        if (transactions.size() == 1) {
            write(transactions.getFirst(), json);
        } else if (!transactions.isEmpty()) {
            ArrayNode all = json.putArray("transactions");
            transactions.forEach(transaction -> write(transaction, all.addObject()));
        }
        json.put("signed_root", root.hex());
        signer.forEach((name, value) -> json.put(name.replace(' ', '_'), value));
        json.put("service", service.subject());
        if (!places.isEmpty()) {
            ArrayNode all = json.putArray("in_the_ledger");
            places.forEach(all::add);
        }
        return json;
    }

    private static void write(ProvenTransaction transaction, ObjectNode json) {
        json.put("transaction", transaction.txId().toString());
        json.put("write_set_digest", transaction.writeSetDigest().hex());
    }
}
