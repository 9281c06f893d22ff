package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptException;
import dev.tallystick.ledger.receipt.ReceiptVerifier;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.cli.terminal.LabelledRows;
import dev.tallystick.node.config.ExitStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;

/** {@code tally receipt verify}: proves offline that a transaction was committed by a service. */
@Command(
        name = "verify",
        description = {
            "Check a receipt offline: that its leaf and proof give a root which a node of the"
                    + " service has signed.",
            "Exit status 0: proved. 1: not proved; the failed check is named. 2: unreadable.",
            ""
        })
final class ReceiptVerifyCommand extends AuditCommand {
    @Option(
            names = "--receipt",
            required = true,
            paramLabel = "FILE",
            description = "JSON, as answered by GET /app/receipt, or an answer that holds one.")
    private Path receipt = Path.of("");

    @Option(
            names = "--service-cert",
            required = true,
            paramLabel = "FILE",
            description = "PEM certificate of the service.")
    private Path serviceCertificate = Path.of("");

    ReceiptVerifyCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        Certificate service = ProofFiles.certificate(serviceCertificate);
        Receipt read = receipt();
        try {
            report(read, ReceiptVerifier.verify(read, service), service);
        } catch (ReceiptException e) {
            throw new LedgerFormatException(
                    "the receipt is not valid: %s failed: %s"
                            .formatted(e.check().title(), e.getMessage()),
                    e);
        }
        return ExitStatus.SUCCESS;
    }

    private Receipt receipt() throws IOException {
        try {
            JsonNode json = Json.parse(ProofFiles.bytes(receipt));
            return Receipt.fromJson(json.has("receipt") ? json.get("receipt") : json);
        } catch (LedgerFormatException e) {
            throw new UnusableInputException(receipt + " is no receipt: " + e.getMessage());
        }
    }

    private void report(Receipt read, ReceiptVerifier.Proven proven, Certificate service) {
        TxId txId = proven.txId();
        if (isJson()) {
            ObjectNode json = Json.object().put("valid", true);
            if (txId != null) {
                json.put("transaction", txId.toString());
            }
            json.put("signed_root", proven.root().hex());
            print(json.put("node", read.nodeId()).put("service", service.subject()));
            return;
        }
        out().println("The receipt is valid.");
        LabelledRows rows = new LabelledRows(out(), 13);
        if (txId != null) {
            rows.row("transaction", txId.toString());
        }
        rows.row("signed root", proven.root().hex());
        rows.row("node", read.nodeId());
        rows.row("service", service.subject());
    }
}
