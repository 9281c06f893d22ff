package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.view.KeyText;
import dev.tallystick.ledger.view.PrintableText;
import dev.tallystick.ledger.view.SignatureSummary;
import dev.tallystick.ledger.view.ValueText;
import dev.tallystick.ledger.view.ViewedEntry;
import dev.tallystick.ledger.view.ViewedEntry.PrivatePart;
import dev.tallystick.node.cli.terminal.LabelledRows;

import java.io.PrintStream;
import java.util.List;

/** Prints transactions for people: a block of lines for each. */
final class TransactionBlock {
    private static final int LABEL_CHARS = 15;
    private static final String INDENT = "    ";

    private final PrintStream out;
    private final LabelledRows rows;
    private final boolean isFull;

    /**
     * @param isFull whether long values are printed to their end
     */
    TransactionBlock(PrintStream out, boolean isFull) {
        this.out = out;
        this.rows = new LabelledRows(out, LABEL_CHARS);
        this.isFull = isFull;
    }

    /**
     * Prints one.
     *
     * @param maps those of its changes that are wanted
     */
    void print(ViewedEntry viewed, List<MapWrites> maps) {
        Entry entry = viewed.entry();
        out.println(
                "%s  type %d, %,d bytes (public %,d, private %,d), at %,d in %s"
                        .formatted(
                                entry.txId(),
                                entry.type().code(),
                                viewed.size(),
                                viewed.publicSize(),
                                viewed.privateSize(),
                                viewed.offset(),
                                PrintableText.escape(String.valueOf(viewed.file().getFileName()))));
        if (entry.flags() != 0) {
            rows.row("flags", describeFlags(entry.flags()));
        }
        if (!entry.claims().equals(Digest.ZERO)) {
            rows.row("claims digest", entry.claims().hex());
        }
        SignatureSummary.of(entry).ifPresent(this::signature);
        if (viewed.privatePart() == PrivatePart.SEALED) {
            rows.row("private tables", "not shown, for want of their ledger secret");
        }
        maps.forEach(this::map);
        out.println();
    }

    private static String describeFlags(int flags) {
        String after = EntryFlags.endsChunk(flags) ? ", the file ends after it" : "";
        String before = EntryFlags.startsChunk(flags) ? ", the file before ends before it" : "";
        return "0x%02x%s%s".formatted(flags, after, before);
    }

    private void signature(SignatureSummary signature) {
        rows.row("signed root", signature.root().hex());
        rows.row("by node", PrintableText.escape(signature.node()));
        SignatureSummary.ServiceSignature service = signature.service();
        if (service != null) {
            rows.row("and service", PrintableText.escape(service.keyId()));
        }
        signature.time().ifPresent(time -> rows.row("at", time.toString()));
    }

    private void map(MapWrites map) {
        out.println(
                "  " + PrintableText.escape(map.name()) + (map.isPublic() ? "" : "  (private)"));
        map.writes().forEach((key, value) -> write(map.name(), key, value));
        for (Bytes key : map.removals()) {
            out.println(INDENT + "remove " + KeyText.of(map.name(), key));
        }
    }

    private void write(String table, Bytes key, Bytes value) {
        String set = INDENT + "set " + KeyText.of(table, key) + " =";
        List<String> lines = lines(value);
        if (lines.size() == 1) {
            out.println(set + " " + lines.getFirst());
            return;
        }
        out.println(set);
        lines.forEach(line -> out.println(INDENT + INDENT + line));
    }

    private List<String> lines(Bytes value) {
        ValueText text = ValueText.of(value);
        return isFull ? text.lines() : text.shortLines();
    }
}
