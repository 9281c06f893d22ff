package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.snapshot.SnapshotCursor;
import dev.tallystick.ledger.snapshot.SnapshotFileName;
import dev.tallystick.ledger.snapshot.SnapshotHeader;
import dev.tallystick.ledger.snapshot.SnapshotReader;
import dev.tallystick.ledger.snapshot.SnapshotRow;
import dev.tallystick.ledger.view.PrintableText;
import dev.tallystick.node.cli.terminal.LabelledRows;
import dev.tallystick.node.cli.terminal.TextTable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Lists the tables of a snapshot with their sizes. */
final class SnapshotTables implements SnapshotListing {
    private static final int LABEL_CHARS = 17;

    private final SnapshotReader reader;
    private final PrintStream out;
    private final boolean isJson;
    private final List<Table> tables = new ArrayList<>();
    private SnapshotCursor.MapStart map = new SnapshotCursor.MapStart("", 0, 0);
    private long rows;

    /**
     * @param isJson whether programs read {@code out}
     */
    SnapshotTables(SnapshotReader reader, PrintStream out, boolean isJson) {
        this.reader = reader;
        this.out = out;
        this.isJson = isJson;
    }

    private record Table(SnapshotCursor.MapStart start, long rows) {}

    @Override
    public void begin(SnapshotCursor.MapStart next) {
        map = next;
        rows = 0;
    }

    @Override
    public void row(SnapshotRow row) {
        rows++;
    }

    @Override
    public void endTable() {
        tables.add(new Table(map, rows));
    }

    @Override
    public void end(boolean isOpen) throws IOException {
        if (isJson) {
            out.println(Json.compact(json(isOpen)));
        } else {
            print(isOpen);
        }
    }

    private String lastWrite(Table table) {
        return reader.header().txId(table.start().version()).toString();
    }

    private void print(boolean isOpen) {
        SnapshotHeader header = reader.header();
        LabelledRows labelled = new LabelledRows(out, LABEL_CHARS);
        labelled.row("snapshot of", header.txId().toString());
        labelled.row("leaf", header.leaf().hex());
        labelled.column(
                "views", SnapshotReport.views(header).stream().map(SnapshotReport::view).toList());
        labelled.row("evidence", evidence());
        labelled.row("public tables", "%,d bytes".formatted(reader.publicSize()));
        labelled.row(
                "private tables",
                "%,d bytes%s"
                        .formatted(
                                reader.privateSize(),
                                isOpen || reader.privateSize() == 0
                                        ? ""
                                        : ", not shown for want of --member-key"));
        out.println();
        TextTable table = new TextTable("table", "rows", "bytes", "last write");
        for (Table each : tables) {
            String name = PrintableText.escape(each.start().name());
            table.add(
                    TableNames.isPublic(each.start().name()) ? name : name + "  (private)",
                    "%,d".formatted(each.rows()),
                    "%,d".formatted(each.start().size()),
                    each.start().version() == 0 ? "never" : lastWrite(each));
        }
        table.print(out);
        out.println("Read, not verified: tally snapshot verify does that.");
    }

    private String evidence() {
        String seqno =
                SnapshotFileName.of(reader.path())
                        .map(name -> "seqno " + name.evidenceSeqno() + " by the file's name, ")
                        .orElse("");
        return seqno + (reader.hasReceipt() ? "with a receipt" : "without a receipt");
    }

    private ObjectNode json(boolean isOpen) throws IOException {
        SnapshotHeader header = reader.header();
        ObjectNode json = Json.object().put("file", reader.path().toString());
        json.put("verified", false).put("snapshot", header.txId().toString());
        json.put("leaf", header.leaf().hex());
        ArrayNode views = json.putArray("views");
        SnapshotReport.views(header).forEach(first -> views.add(first.toString()));
        json.put("size", reader.entrySize()).put("public_size", reader.publicSize());
        json.put("private_size", reader.privateSize());
        json.put("private_tables", SnapshotRows.privatePart(reader, isOpen));
        ArrayNode array = json.putArray("tables");
        for (Table table : tables) {
            ObjectNode each = array.addObject().put("name", table.start().name());
            each.put("public", TableNames.isPublic(table.start().name()));
            each.put("rows", table.rows()).put("bytes", table.start().size());
            if (table.start().version() != 0) {
                each.put("last_write", lastWrite(table));
            }
        }
        try {
            if (reader.hasReceipt()) {
                json.set("receipt", Json.parse(reader.receiptBytes()));
            }
        } catch (LedgerFormatException e) {
            json.put("receipt_error", e.getMessage());
        }
        return json;
    }
}
