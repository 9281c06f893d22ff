package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.view.KeyHistory.Version;
import dev.tallystick.ledger.view.KeyText;
import dev.tallystick.ledger.view.PrintableText;
import dev.tallystick.ledger.view.SignatureSummary;
import dev.tallystick.ledger.view.ValueText;
import dev.tallystick.node.cli.terminal.LabelledRows;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.io.PrintStream;
import java.util.List;

/** Prints the versions of a key, for people and for programs. */
final class VersionText {
    private static final int LABEL_CHARS = 12;

    private final PrintStream out;
    private final LabelledRows rows;
    private final boolean isFull;

    /**
     * @param isFull whether long values are printed to their end
     */
    VersionText(PrintStream out, boolean isFull) {
        this.out = out;
        this.rows = new LabelledRows(out, LABEL_CHARS);
        this.isFull = isFull;
    }

    /** For people. */
    void print(String table, Version version, VersionReceipts.Outcome receipt) {
        Bytes value = version.value();
        out.println(version.txId() + (value == null ? "  removed" : "  set"));
        rows.row("key", KeyText.of(table, version.key()).toString());
        if (value != null) {
            ValueText text = ValueText.of(value);
            rows.column("value", isFull ? text.lines() : text.shortLines());
        }
        signature(version.signature());
        if (receipt.receipt() != null) {
            rows.column("receipt", List.of(Json.compact(receipt.receipt())));
        }
        if (receipt.file() != null) {
            rows.row("receipt in", receipt.file().toString());
        }
        if (receipt.missing() != null) {
            rows.row("no receipt", receipt.missing());
        }
        out.println();
    }

    private void signature(@Nullable SignatureSummary signature) {
        if (signature == null) {
            rows.row("signed", "no signature is known that covers it");
            return;
        }
        String time = signature.time().map(at -> " at " + at).orElse("");
        rows.row("signed", "in " + signature.txId() + time);
        rows.row("by node", PrintableText.escape(signature.node()));
        SignatureSummary.ServiceSignature service = signature.service();
        if (service != null) {
            rows.row("and service", PrintableText.escape(service.keyId()));
        }
    }

    /** For programs. */
    static ObjectNode json(String table, Version version, VersionReceipts.Outcome receipt) {
        ObjectNode json = Json.object().put("transaction", version.txId().toString());
        KeyText.of(table, version.key()).put(json);
        Bytes value = version.value();
        json.put("removed", value == null);
        if (value != null) {
            ValueText.of(value).put(json);
        }
        SignatureSummary signature = version.signature();
        if (signature != null) {
            json.set("signature", TransactionJson.signature(signature));
        }
        if (receipt.receipt() != null) {
            json.set("receipt", receipt.receipt());
        }
        if (receipt.file() != null) {
            json.put("receipt_file", receipt.file().toString());
        }
        return receipt.missing() == null ? json : json.put("receipt_missing", receipt.missing());
    }
}
