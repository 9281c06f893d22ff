package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.view.Distribution;
import dev.tallystick.ledger.view.LedgerStatistics;
import dev.tallystick.ledger.view.PrintableText;
import dev.tallystick.ledger.view.TableStatistics;
import dev.tallystick.ledger.view.ViewStatistics;
import dev.tallystick.node.cli.terminal.LabelledRows;
import dev.tallystick.node.cli.terminal.TextTable;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The figures of {@code tally ledger stats} for people. */
final class StatisticsReport {
    private static final int BIGGEST_TABLES = 10;
    private static final int BAR_CHARS = 40;

    private final PrintStream out;
    private final LabelledRows rows;

    StatisticsReport(PrintStream out, LabelledRows rows) {
        this.out = out;
        this.rows = rows;
    }

    /** The tables with most bytes, biggest first. */
    static List<TableStatistics.Row> biggest(List<TableStatistics.Row> tables) {
        return tables.stream()
                .sorted(Comparator.comparingLong(TableStatistics.Row::bytes).reversed())
                .limit(BIGGEST_TABLES)
                .toList();
    }

    void print(LedgerStatistics ledger, TableStatistics tables, boolean isListingChunks) {
        if (ledger.transactions() == 0) {
            out.println("There are no transactions.");
            return;
        }
        printTotals(ledger);
        out.println();
        printViews(ledger.views());
        if (isListingChunks) {
            out.println();
            printChunks(ledger.chunks());
        }
        out.println();
        printHistogram(ledger.entrySizes());
        out.println();
        out.println("The biggest tables:");
        LedgerTablesCommand.printRows(out, biggest(tables.rows()));
        out.println();
    }

    private void printTotals(LedgerStatistics ledger) {
        rows.row(
                "transactions",
                "%,d, from %s to %s"
                        .formatted(ledger.transactions(), ledger.first(), ledger.last()));
        LedgerStatistics.ByteShares bytes = ledger.bytes();
        rows.row(
                "bytes",
                "%,d: %s public, %s private, %s headers and tags"
                        .formatted(
                                bytes.all(),
                                percent(bytes.publicDomains(), bytes.all()),
                                percent(bytes.privateDomains(), bytes.all()),
                                percent(bytes.overhead(), bytes.all())));
        rows.row("private", "%,d transactions".formatted(ledger.privateCount()));
        rows.row("claims", "%,d transactions".formatted(ledger.claimsCount()));
        rows.row("recoveries", "%,d".formatted(ledger.recoveryCount()));
        rows.row(
                "entry types",
                ledger.types().entrySet().stream()
                        .map(type -> "%,d × %d".formatted(type.getValue(), type.getKey().code()))
                        .collect(Collectors.joining(", ")));
        rows.row("entry size", describe(ledger.entrySizes(), "bytes"));
        rows.row("files", describeChunks(ledger.chunks()));
        rows.row(
                "signatures",
                "%,d by nodes, %,d by the service (COSE)"
                        .formatted(ledger.signatures(), ledger.coseSignatures()));
        rows.row("signature spacing", describe(ledger.signatureSpacing(), "transactions"));
        rows.row("unsigned end", "%,d transactions".formatted(ledger.unsigned()));
        rows.row(
                "signed",
                ledger.time()
                        .map(time -> "from " + time.from() + " to " + time.to())
                        .orElse("at times unknown: no signature has a date"));
    }

    private static String percent(long part, long all) {
        return "%.1f %%".formatted(100.0 * part / all);
    }

    private static String describe(Distribution numbers, String unit) {
        if (numbers.count() == 0) {
            return "unknown";
        }
        return "%,d to %,d %s, mean %,.1f, median in %,d to %,d"
                .formatted(
                        numbers.min(),
                        numbers.max(),
                        unit,
                        numbers.mean(),
                        numbers.median().from(),
                        numbers.median().to());
    }

    private static String describeChunks(List<LedgerStatistics.Chunk> chunks) {
        long min = chunks.stream().mapToLong(LedgerStatistics.Chunk::bytes).min().orElse(0);
        long max = chunks.stream().mapToLong(LedgerStatistics.Chunk::bytes).max().orElse(0);
        return "%,d, with %,d to %,d bytes of entries".formatted(chunks.size(), min, max);
    }

    private void printViews(List<ViewStatistics> views) {
        TextTable table =
                new TextTable(
                        "View",
                        "First",
                        "Last",
                        "Transactions",
                        "Bytes",
                        "Signatures",
                        "Signed from",
                        "Signed to",
                        "Transactions/s");
        for (ViewStatistics view : views) {
            table.add(
                    String.valueOf(view.first().view()),
                    view.first().toString(),
                    view.last().toString(),
                    "%,d".formatted(view.transactions()),
                    "%,d".formatted(view.bytes()),
                    "%,d".formatted(view.signatures()),
                    view.timed().map(timed -> timed.from().toString()).orElse("?"),
                    view.timed().map(timed -> timed.to().toString()).orElse("?"),
                    view.timed().map(StatisticsReport::rate).orElse("?"));
        }
        table.print(out);
    }

    private static String rate(ViewStatistics.Timed timed) {
        return timed.transactionsPerSecond().isPresent()
                ? "%,.1f".formatted(timed.transactionsPerSecond().getAsDouble())
                : "?";
    }

    private void printChunks(List<LedgerStatistics.Chunk> chunks) {
        TextTable table = new TextTable("File", "First", "Last", "Transactions", "Bytes");
        for (LedgerStatistics.Chunk chunk : chunks) {
            table.add(
                    PrintableText.escape(String.valueOf(chunk.file().getFileName())),
                    String.valueOf(chunk.first()),
                    String.valueOf(chunk.last()),
                    "%,d".formatted(chunk.transactions()),
                    "%,d".formatted(chunk.bytes()));
        }
        table.print(out);
    }

    private void printHistogram(Distribution sizes) {
        long most = sizes.buckets().stream().mapToLong(Distribution.Bucket::count).max().orElse(1);
        TextTable table = new TextTable("Entry bytes from", "to", "Transactions", "");
        for (Distribution.Bucket bucket : sizes.buckets()) {
            long chars = (bucket.count() * BAR_CHARS + most - 1) / most;
            table.add(
                    "%,d".formatted(bucket.from()),
                    "%,d".formatted(bucket.to()),
                    "%,d".formatted(bucket.count()),
                    "#".repeat((int) chars));
        }
        table.print(out);
    }
}
