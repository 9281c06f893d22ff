package dev.tallystick.node.cli;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptCheck;
import dev.tallystick.ledger.receipt.ReceiptException;
import dev.tallystick.ledger.receipt.ReceiptVerifier;
import dev.tallystick.node.config.ExitStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code tally receipt verify}: proves offline that a transaction was committed by a service. */
@Command(
        name = "verify",
        description = {
            "Check a receipt offline: that its leaf and proof give a root which a node of the"
                    + " service has signed.",
            "Exit status 0: proved. 1: not proved; the failed check is named.",
            ""
        })
final class ReceiptVerifyCommand implements Callable<Integer> {
    private final Console console;

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
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            Certificate service = ProofFiles.certificate(serviceCertificate);
            Receipt read = receipt();
            report(read, ReceiptVerifier.verify(read, service), service);
            return ExitStatus.SUCCESS.code();
        } catch (ReceiptException e) {
            return refuse(
                    "the receipt is not valid: %s failed: %s"
                            .formatted(describe(e.check()), e.getMessage()));
        } catch (LedgerFormatException e) {
            return refuse(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refuse(ProofFiles.unreadable(e));
        }
    }

    private Receipt receipt() throws IOException {
        try {
            JsonNode json = Json.parse(ProofFiles.bytes(receipt));
            return Receipt.fromJson(json.has("receipt") ? json.get("receipt") : json);
        } catch (LedgerFormatException e) {
            throw new LedgerFormatException(receipt + " is no receipt: " + e.getMessage(), e);
        }
    }

    private void report(Receipt read, ReceiptVerifier.Proven proven, Certificate service) {
        TxId txId = proven.txId();
        console.out().println("The receipt is valid.");
        if (txId != null) {
            console.out().println("  transaction  " + txId);
        }
        console.out().println("  signed root  " + proven.root().hex());
        console.out().println("  node         " + read.nodeId());
        console.out().println("  service      " + service.subject());
    }

    private int refuse(String line) {
        console.err().println("tally receipt verify: " + line);
        return ExitStatus.FAILURE.code();
    }

    private static String describe(ReceiptCheck check) {
        return switch (check) {
            case LEAF -> "the check of its leaf";
            case NODE_ID -> "the check of its node id";
            case SIGNATURE -> "the check of its signature";
            case ENDORSEMENT -> "the check of the service's endorsement";
        };
    }
}
