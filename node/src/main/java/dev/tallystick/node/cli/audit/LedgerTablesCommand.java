package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.view.PrintableText;
import dev.tallystick.ledger.view.TableStatistics;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.cli.terminal.TextTable;
import dev.tallystick.node.config.ExitStatus;

import picocli.CommandLine.Command;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** {@code tally ledger tables}: which tables a ledger has, and what happened to each. */
@Command(
        name = "tables",
        description = {
            "List the tables: how many transactions touched each, writes, removals, bytes of keys"
                    + " and values, keys at the end, first and last transaction.",
            "Keys at the end are told where all transactions from 1 on were read; private tables"
                    + " are counted as far as their ledger secrets are given.",
            LedgerReadCommand.NOT_VERIFIED_HELP,
            ""
        })
final class LedgerTablesCommand extends LedgerReadCommand {
    LedgerTablesCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        TableStatistics tables = new TableStatistics();
        measure(tables::accept);
        if (isJson()) {
            ObjectNode json = closing(tables.sealedCount());
            putRows(json.putArray("tables"), tables.rows());
            print(json);
        } else {
            printRows(out(), tables.rows());
            out().println();
            out().println(closingLine(tables.sealedCount()));
        }
        return ExitStatus.SUCCESS;
    }

    /** For people. */
    static void printRows(PrintStream out, List<TableStatistics.Row> rows) {
        TextTable table =
                new TextTable(
                        "Table",
                        "Transactions",
                        "Writes",
                        "Removals",
                        "Bytes",
                        "Keys",
                        "First",
                        "Last");
        for (TableStatistics.Row row : rows) {
            table.add(
                    PrintableText.escape(row.name()),
                    "%,d".formatted(row.transactions()),
                    "%,d".formatted(row.writes()),
                    "%,d".formatted(row.removals()),
                    "%,d".formatted(row.bytes()),
                    row.liveKeys().isPresent() ? "%,d".formatted(row.liveKeys().getAsLong()) : "?",
                    row.first().toString(),
                    row.last().toString());
        }
        table.print(out);
    }

    /** For programs. */
    static void putRows(ArrayNode json, List<TableStatistics.Row> rows) {
        for (TableStatistics.Row row : rows) {
            ObjectNode table = json.addObject().put("name", row.name());
            table.put("public", row.isPublic()).put("transactions", row.transactions());
            table.put("writes", row.writes()).put("removals", row.removals());
            table.put("bytes", row.bytes());
            row.liveKeys().ifPresent(keys -> table.put("keys", keys));
            put(table, row.first(), row.last());
        }
    }

    private static void put(ObjectNode json, TxId first, TxId last) {
        json.put("first", first.toString()).put("last", last.toString());
    }
}
