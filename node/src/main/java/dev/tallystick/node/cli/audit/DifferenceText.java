package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.diff.DiffReport;
import dev.tallystick.ledger.diff.DiffReport.Divergence;
import dev.tallystick.ledger.diff.DiffReport.Extent;
import dev.tallystick.ledger.diff.DiffReport.LayoutDifference;
import dev.tallystick.ledger.diff.DiffReport.Place;
import dev.tallystick.ledger.diff.EntryDifference;
import dev.tallystick.ledger.diff.KeyState;
import dev.tallystick.ledger.view.KeyText;
import dev.tallystick.ledger.view.PrintableText;
import dev.tallystick.ledger.view.ValueText;
import dev.tallystick.node.cli.terminal.LabelledRows;
import dev.tallystick.node.cli.terminal.TextTable;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How two copies of a ledger differ, for people. */
final class DifferenceText {
    private static final int DIFFERENCES_MAX = 20;
    private static final int FILES_MAX = 10;

    /** Of longer values only the place is shown at which they differ. */
    private static final int WHOLE_VALUE_BYTES_MAX = 120;

    private final PrintStream out;
    private final LabelledRows rows;

    DifferenceText(PrintStream out, LabelledRows rows) {
        this.out = out;
        this.rows = rows;
    }

    void print(DiffReport report) {
        out.println(headline(report));
        Divergence divergence = report.divergence();
        if (divergence == null) {
            rows.row("first copy", extent(report.a()));
            rows.row("second copy", extent(report.b()));
        } else {
            print(divergence);
        }
        printFiles(report);
    }

    private static String headline(DiffReport report) {
        String common =
                "the %,d transactions that both have are the same.".formatted(report.equalCount());
        return switch (report.relation()) {
            case EQUAL -> "The copies are equal: %,d transactions.".formatted(report.equalCount());
            case DIVERGENT ->
                    report.equalCount() == 0
                            ? "The copies differ in the first transaction that both have."
                            : "The copies differ; the %,d transactions before are the same."
                                    .formatted(report.equalCount());
            case FIRST_IN_SECOND -> "The second copy has more than the first; " + common;
            case SECOND_IN_FIRST -> "The first copy has more than the second; " + common;
            case OVERLAPPING -> "Each copy has more than the other; " + common;
            case DISJOINT -> "The copies have no transaction in common.";
        };
    }

    private static String extent(Extent extent) {
        return extent.last().seqno() == 0
                ? "begins at seqno " + extent.first()
                : "seqnos %d to %d, the last is %s"
                        .formatted(extent.first(), extent.last().seqno(), extent.last());
    }

    private void print(Divergence divergence) {
        rows.row("first copy", place(divergence.a()));
        rows.row("second copy", place(divergence.b()));
        rows.row("first other byte", divergence.offset() + " of the entry");
        List<EntryDifference> differences = divergence.differences();
        differences.stream().limit(DIFFERENCES_MAX).forEach(this::print);
        if (differences.size() > DIFFERENCES_MAX) {
            rows.row("", "and %,d more".formatted(differences.size() - DIFFERENCES_MAX));
        }
    }

    private static String place(Place place) {
        return "%s in %s, offset %d".formatted(place.txId(), place.file(), place.offset());
    }

    private void print(EntryDifference difference) {
        switch (difference) {
            case EntryDifference.OfField field -> {
                String name = field.field().name().toLowerCase(Locale.ROOT).replace('_', ' ');
                rows.column(label(name), List.of(shown(field.a()), shown(field.b())));
            }
            case EntryDifference.OfKey key -> printKey(key);
            case EntryDifference.OfForm form ->
                    rows.row(
                            "form",
                            "the same content, encoded otherwise from byte " + form.offset());
            case EntryDifference.OfPrivateDomain domain ->
                    rows.column(
                            "private tables",
                            List.of(
                                    "%,d encrypted bytes".formatted(domain.aSize()),
                                    "%,d encrypted bytes, not the same".formatted(domain.bSize())));
            case EntryDifference.Unreadable unreadable ->
                    rows.row(
                            "unreadable",
                            "in the %s copy: %s"
                                    .formatted(
                                            unreadable.isFirst() ? "first" : "second",
                                            PrintableText.escape(unreadable.reason())));
        }
    }

    /** Two words at most fit into the column. */
    private static String label(String field) {
        return field.replace("commit evidence digest", "evidence digest");
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }

    private void printKey(EntryDifference.OfKey difference) {
        rows.row("table", PrintableText.escape(difference.map()));
        rows.row("key", KeyText.of(difference.map(), difference.key()).toString());
        if (difference.a() instanceof KeyState.Written(Bytes inA)
                && difference.b() instanceof KeyState.Written(Bytes inB)
                && Math.max(inA.length(), inB.length()) > WHOLE_VALUE_BYTES_MAX) {
            int at = Arrays.mismatch(inA.toArray(), inB.toArray());
            rows.row("  first", ValueExcerpt.of(inA, at));
            rows.row("  second", ValueExcerpt.of(inB, at));
            rows.row(
                    "  first other byte",
                    "%,d of values of %,d and %,d bytes".formatted(at, inA.length(), inB.length()));
        } else {
            rows.column("  first", lines(difference.a()));
            rows.column("  second", lines(difference.b()));
        }
    }

    private static List<String> lines(KeyState state) {
        return switch (state) {
            case KeyState.Written written -> ValueText.of(written.value()).shortLines();
            case KeyState.Removed removed -> List.of("(removed)");
            case KeyState.Untouched untouched -> List.of("(not touched)");
        };
    }

    private void printFiles(DiffReport report) {
        if (report.layoutCount() == 0) {
            return;
        }
        out.println();
        out.println("The same transactions lie in files with other names:");
        TextTable table = new TextTable("from seqno", "first copy", "second copy");
        for (LayoutDifference other : report.layout().stream().limit(FILES_MAX).toList()) {
            table.add(String.valueOf(other.seqno()), other.a(), other.b());
        }
        table.print(out);
        if (report.layoutCount() > FILES_MAX) {
            out.println("  and %,d more".formatted(report.layoutCount() - FILES_MAX));
        }
    }
}
