package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.receipt.AnyReceipt;
import dev.tallystick.ledger.receipt.CoseReceipt;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptException;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code tally receipt show}: what a receipt says, without checking it. */
@Command(
        name = "show",
        description = {
            "Print what a receipt says, JSON or COSE. Nothing is verified.",
            "Exit status 0: shown. 1: not in the form of a receipt. 2: unreadable, or"
                    + " neither JSON nor COSE.",
            ""
        })
final class ReceiptShowCommand extends AuditCommand {
    @Parameters(paramLabel = "FILE", description = "The receipt, or an answer that holds one.")
    private Path file = Path.of("");

    ReceiptShowCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        ObjectNode description;
        try {
            description =
                    switch (ReceiptFiles.receipt(file)) {
                        case AnyReceipt.OfNode(Receipt receipt) -> ReceiptDescription.of(receipt);
                        case AnyReceipt.OfService(CoseReceipt receipt) ->
                                ReceiptDescription.of(receipt);
                    };
        } catch (ReceiptException e) {
            throw new LedgerFormatException(file + " is no receipt: " + e.getMessage(), e);
        }
        if (isJson()) {
            print(description);
        } else {
            out().println("Not verified.");
            print(description, "");
        }
        return ExitStatus.SUCCESS;
    }

    /** One line for each value, indented as it is nested. */
    private void print(ObjectNode node, String indent) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String label = indent + field.getKey().replace('_', ' ');
            print(label, field.getValue(), indent + "  ");
        }
    }

    private void print(String label, JsonNode value, String indent) {
        if (value instanceof ObjectNode object) {
            out().println("  " + label);
            print(object, indent);
        } else if (value.isArray()) {
            int number = 0;
            for (JsonNode item : value) {
                number++;
                print(label + (value.size() > 1 ? " " + number : ""), item, indent);
            }
        } else {
            rows().row(label, value.isString() ? value.stringValue() : value.toString());
        }
    }
}
