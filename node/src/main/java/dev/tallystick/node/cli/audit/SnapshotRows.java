package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.snapshot.SnapshotCursor;
import dev.tallystick.ledger.snapshot.SnapshotReader;
import dev.tallystick.ledger.snapshot.SnapshotRow;
import dev.tallystick.ledger.view.KeyText;
import dev.tallystick.ledger.view.PrintableText;
import dev.tallystick.ledger.view.ValueText;
import dev.tallystick.ledger.view.ViewedEntry.PrivatePart;

import tools.jackson.databind.node.ObjectNode;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints rows of a snapshot. */
final class SnapshotRows implements SnapshotListing {
    private static final String INDENT = "    ";

    private final SnapshotReader reader;
    private final PrintStream out;
    private final boolean isJson;
    private final boolean isFull;
    private String table = "";
    private boolean isTitlePrinted;
    private long tablesShown;
    private long rowsShown;

    /**
     * @param isJson whether programs read {@code out}
     * @param isFull whether people see long values to their end
     */
    SnapshotRows(SnapshotReader reader, PrintStream out, boolean isJson, boolean isFull) {
        this.reader = reader;
        this.out = out;
        this.isJson = isJson;
        this.isFull = isFull;
    }

    @Override
    public void begin(SnapshotCursor.MapStart map) {
        table = map.name();
        isTitlePrinted = false;
    }

    @Override
    public void row(SnapshotRow row) {
        rowsShown++;
        tablesShown += isTitlePrinted ? 0 : 1;
        String writtenIn = reader.header().txId(row.version()).toString();
        KeyText key = KeyText.of(table, row.key());
        if (isJson) {
            isTitlePrinted = true;
            ObjectNode json = Json.object().put("table", table);
            key.put(json).put("last_write", writtenIn);
            out.println(Json.compact(ValueText.of(row.value()).put(json)));
            return;
        }
        if (!isTitlePrinted) {
            isTitlePrinted = true;
            String note = TableNames.isPublic(table) ? "" : "  (private)";
            out.println("  " + PrintableText.escape(table) + note);
        }
        print("%s%s  (%s) =".formatted(INDENT, key, writtenIn), ValueText.of(row.value()));
    }

    private void print(String start, ValueText value) {
        List<String> lines = isFull ? value.lines() : value.shortLines();
        if (lines.size() == 1) {
            out.println(start + " " + lines.getFirst());
            return;
        }
        out.println(start);
        lines.forEach(line -> out.println(INDENT + INDENT + line));
    }

    @Override
    public void endTable() {
        if (isTitlePrinted && !isJson) {
            out.println();
        }
    }

    @Override
    public void end(boolean isOpen) {
        String privatePart = privatePart(reader, isOpen);
        if (isJson) {
            ObjectNode summary = Json.object().put("verified", false);
            summary.put("snapshot", reader.header().txId().toString());
            summary.put("private_tables", privatePart).put("rows", rowsShown);
            ObjectNode json = Json.object();
            json.set("summary", summary);
            out.println(Json.compact(json));
            return;
        }
        String sealed =
                privatePart.equals(name(PrivatePart.SEALED))
                        ? " Private tables are not shown, for want of --member-key."
                        : "";
        out.println(
                "%,d rows of %,d tables shown.%s Read, not verified: tally snapshot verify does that."
                        .formatted(rowsShown, tablesShown, sealed));
    }

    /** What can be seen of the private tables, for programs. */
    static String privatePart(SnapshotReader reader, boolean isOpen) {
        PrivatePart part = isOpen ? PrivatePart.OPEN : PrivatePart.SEALED;
        return name(reader.privateSize() == 0 ? PrivatePart.ABSENT : part);
    }

    private static String name(PrivatePart part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
