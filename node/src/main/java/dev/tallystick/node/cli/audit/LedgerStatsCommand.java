package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.view.LedgerStatistics;
import dev.tallystick.ledger.view.TableStatistics;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;

/** {@code tally ledger stats}: what a ledger is made of. */
@Command(
        name = "stats",
        description = {
            "Count what a ledger is made of: transactions, bytes, entry sizes, signatures and"
                    + " their spacing, views and their throughput, files, the biggest tables.",
            LedgerReadCommand.NOT_VERIFIED_HELP,
            ""
        })
final class LedgerStatsCommand extends LedgerReadCommand {
    @Option(names = "--chunks", description = "List every file as well; always with json.")
    private boolean isListingChunks;

    LedgerStatsCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        LedgerStatistics ledger = new LedgerStatistics();
        TableStatistics tables = new TableStatistics();
        measure(
                entry -> {
                    ledger.accept(entry);
                    tables.accept(entry);
                });
        if (isJson()) {
            print(StatisticsJson.of(ledger, tables, closing(tables.sealedCount())));
        } else {
            new StatisticsReport(out(), rows()).print(ledger, tables, isListingChunks);
            out().println(closingLine(tables.sealedCount()));
        }
        return ExitStatus.SUCCESS;
    }
}
