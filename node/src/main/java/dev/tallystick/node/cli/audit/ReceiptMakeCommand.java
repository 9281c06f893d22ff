package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerLookup;
import dev.tallystick.ledger.receipt.CoseEndorsement;
import dev.tallystick.ledger.receipt.ReceiptMaker;
import dev.tallystick.ledger.receipt.ReceiptUnavailableException;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code tally receipt make}: gives a transaction's receipt from ledger files. */
@Command(
        name = "make",
        description = {
            "Make the receipt of a transaction from ledger files alone: the one that the service"
                    + " gave, or would have given.",
            "Exit status 0: made. 1: there is none, or the ledger is damaged. 2: keys or files are"
                    + " missing.",
            ""
        })
final class ReceiptMakeCommand extends AuditCommand {
    @Parameters(
            index = "0",
            paramLabel = "TXID",
            converter = LedgerVerifyCommand.TxIdConverter.class,
            description = "The transaction, such as 2.17.")
    private TxId txId = TxId.NONE;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Ledger directories of one service, in any order.")
    private List<Path> directories = List.of();

    @Mixin private SecretsOptions secrets = new SecretsOptions();

    @Option(names = "--cose", description = "Make a COSE receipt instead of a JSON one.")
    private boolean isCose;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; else to standard output.")
    private @Nullable Path file;

    @Option(
            names = "--endorsements",
            paramLabel = "FILE",
            description =
                    "Also write the COSE endorsements that link the transaction's service to the"
                            + " latest one in the ledger: what a verifier needs for a transaction"
                            + " from before a disaster recovery.")
    private @Nullable Path endorsementsFile;

    ReceiptMakeCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        LedgerChunks ledger = LedgerChunks.of(directories);
        LedgerSecrets known = secrets.secrets(ledger, console());
        try (ReceiptMaker maker = new ReceiptMaker(new LedgerLookup(ledger), known)) {
            byte[] receipt =
                    isCose
                            ? maker.makeCose(txId).encode()
                            : Json.canonical(maker.make(txId).toJson())
                                    .getBytes(StandardCharsets.UTF_8);
            if (endorsementsFile != null) {
                List<CoseEndorsement> chain = maker.endorsementsFor(txId);
                String json = Json.compact(CoseEndorsement.chainToJson(chain));
                ReceiptFiles.write(endorsementsFile, json.getBytes(StandardCharsets.UTF_8));
            }
            hand(receipt);
            return ExitStatus.SUCCESS;
        } catch (ReceiptUnavailableException e) {
            throw switch (e.reason()) {
                case NO_SECRET -> new UnusableInputException(e.getMessage() + " with --member-key");
                case NOT_IN_LEDGER, OTHER_VIEW, NOT_YET_SIGNED, NO_COSE_SIGNATURE, NO_SUCH_FORM ->
                        e;
            };
        }
    }

    private void hand(byte[] receipt) {
        if (file != null) {
            ReceiptFiles.write(file, receipt);
            report(file);
        } else if (!isCose) {
            out().println(new String(receipt, StandardCharsets.UTF_8));
        } else if (isJson()) {
            ObjectNode json = Json.object().put("transaction", txId.toString());
            print(json.put("cose_receipt", Hex.encode(receipt)));
        } else if (console().isTerminal()) {
            throw new UnusableInputException("a COSE receipt is binary: give --out FILE");
        } else {
            out().write(receipt, 0, receipt.length);
        }
    }

    private void report(Path written) {
        if (isJson()) {
            print(
                    Json.object()
                            .put("transaction", txId.toString())
                            .put("file", written.toString()));
        } else {
            out().println("Wrote the receipt of %s to %s.".formatted(txId, written));
        }
    }
}
