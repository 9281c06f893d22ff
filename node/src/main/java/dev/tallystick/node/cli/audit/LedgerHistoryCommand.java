package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.view.KeyHistory;
import dev.tallystick.ledger.view.KeyHistory.Sought;
import dev.tallystick.ledger.view.KeyHistory.Version;
import dev.tallystick.ledger.view.KnownSecrets;
import dev.tallystick.ledger.view.LedgerView;
import dev.tallystick.ledger.view.SeqnoRange;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** {@code tally ledger history}: what became of one key. */
@Command(
        name = "history",
        description = {
            "List every version of a key: its transaction, its value or that it was removed, and"
                    + " the signature that covers it: when, by which node, for which service."
                    + " With --output json one object a line, the last one a summary.",
            LedgerReadCommand.NOT_VERIFIED_HELP,
            ""
        })
final class LedgerHistoryCommand extends LedgerReadCommand {
    @Option(
            names = "--table",
            required = true,
            paramLabel = "TABLE",
            description = "The table's whole name, such as public:ccf.gov.service.info.")
    private String table = "";

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "The key: as text, as number, or 0x and hexadecimal.")
    private String key = "";

    @Option(names = "--full", description = "Print long values to their end.")
    private boolean isFull;

    @Option(names = "--receipt", description = "Print the receipt of each version as well.")
    private boolean isReceiptShown;

    @Option(
            names = "--receipts-to",
            paramLabel = "DIR",
            description = "Write the receipt of each version to DIR, as VIEW.SEQNO.json.")
    private @Nullable Path receiptFolder;

    private long versionCount;

    LedgerHistoryCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        PrintStream lines = bufferedOut();
        LedgerChunks chunks = chunks();
        KnownSecrets secrets = secrets(chunks);
        Sought sought = new Sought(table, key, range().to());
        SeqnoRange read = new SeqnoRange(range().from(), Long.MAX_VALUE);
        try (LedgerView view = LedgerView.open(chunks, read, secrets);
                VersionReceipts receipts = receipts(chunks, secrets.secrets())) {
            VersionText text = new VersionText(lines, isFull);
            KeyHistory history =
                    new KeyHistory(sought, version -> print(version, receipts, text, lines));
            view.walk(history::accept);
            history.end();
            printEnd(history, lines);
        } finally {
            lines.flush();
        }
        return ExitStatus.SUCCESS;
    }

    private void print(
            Version version, VersionReceipts receipts, VersionText text, PrintStream lines) {
        versionCount++;
        VersionReceipts.Outcome receipt = receipts.of(version.txId());
        if (isJson()) {
            lines.println(Json.compact(VersionText.json(table, version, receipt)));
        } else {
            text.print(table, version, receipt);
        }
    }

    private VersionReceipts receipts(LedgerChunks chunks, LedgerSecrets secrets)
            throws IOException {
        return isReceiptShown || receiptFolder != null
                ? new VersionReceipts(chunks, secrets, isReceiptShown, receiptFolder)
                : VersionReceipts.none();
    }

    private void printEnd(KeyHistory history, PrintStream lines) {
        if (isJson()) {
            ObjectNode summary = closing(history.sealedCount()).put("versions", versionCount);
            summary.put("versions_held_too_long", history.unsettledCount());
            ObjectNode json = Json.object();
            json.set("summary", summary);
            lines.println(Json.compact(json));
            return;
        }
        lines.print("Versions: %,d. ".formatted(versionCount));
        if (history.unsettledCount() > 0) {
            lines.print(
                    "Of %,d the signature is not told: too much came before it. "
                            .formatted(history.unsettledCount()));
        }
        lines.println(closingLine(history.sealedCount()));
    }
}
