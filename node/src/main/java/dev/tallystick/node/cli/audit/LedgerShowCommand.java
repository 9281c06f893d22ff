package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.view.Glob;
import dev.tallystick.ledger.view.KeyText;
import dev.tallystick.ledger.view.LedgerView;
import dev.tallystick.ledger.view.ViewedEntry;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code tally ledger show}: what the transactions of a ledger change. */
@Command(
        name = "show",
        description = {
            "Print transactions: their place, signatures, and what they change in which table."
                    + " With --output json one object a line, the last one a summary.",
            LedgerReadCommand.NOT_VERIFIED_HELP,
            ""
        })
final class LedgerShowCommand extends LedgerReadCommand {
    /** How often it is checked whether anybody still reads. */
    private static final int TRANSACTIONS_PER_CHECK = 1_000;

    @Option(
            names = "--table",
            paramLabel = "GLOB",
            description =
                    "Only changes of tables with such a name: * stands for any characters, ? for"
                            + " one. May be repeated.")
    private List<String> globs = List.of();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Only changes of this key: as text, as number, or 0x and hexadecimal.")
    private @Nullable String key;

    @Option(names = "--full", description = "Print long values to their end.")
    private boolean isFull;

    @Option(
            names = {"-d", "--digests"},
            description = "Print only the id and the write set digest of each transaction.")
    private boolean isDigestsOnly;

    private long seenCount;
    private long shownCount;
    private long sealedCount;

    LedgerShowCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        PrintStream lines = bufferedOut();
        TransactionBlock block = new TransactionBlock(lines, isFull);
        LedgerChunks chunks = chunks();
        try (LedgerView view = open(chunks, secrets(chunks))) {
            view.walk(
                    entry -> {
                        show(entry, block, lines);
                        return seenCount % TRANSACTIONS_PER_CHECK != 0 || !out().checkError();
                    });
            printEnd(lines);
        } finally {
            lines.flush();
        }
        return ExitStatus.SUCCESS;
    }

    private void show(ViewedEntry viewed, TransactionBlock block, PrintStream lines) {
        seenCount++;
        sealedCount += viewed.isSealed() ? 1 : 0;
        List<MapWrites> maps =
                viewed.maps().stream().map(this::wanted).filter(map -> !map.isEmpty()).toList();
        boolean isFiltered = key != null || !globs.isEmpty();
        if (isFiltered && maps.isEmpty()) {
            return;
        }
        shownCount++;
        if (isDigestsOnly) {
            printDigest(viewed.entry(), lines);
        } else if (isJson()) {
            lines.println(Json.compact(TransactionJson.of(viewed, maps)));
        } else {
            block.print(viewed, maps);
        }
    }

    /** What the filters leave of a map's changes. */
    private MapWrites wanted(MapWrites map) {
        boolean isWanted =
                globs.isEmpty()
                        || globs.stream().anyMatch(glob -> new Glob(glob).matches(map.name()));
        String wantedKey = key;
        if (isWanted && wantedKey == null) {
            return map;
        }
        TreeMap<Bytes, Bytes> writes = new TreeMap<>();
        TreeSet<Bytes> removals = new TreeSet<>();
        if (isWanted && wantedKey != null) {
            writes.putAll(map.writes());
            writes.keySet().removeIf(at -> !KeyText.isMeant(wantedKey, map.name(), at));
            removals.addAll(map.removals());
            removals.removeIf(at -> !KeyText.isMeant(wantedKey, map.name(), at));
        }
        return new MapWrites(map.name(), writes, removals);
    }

    /** For people in the form of CCF's own tool, so that the two can be compared. */
    private void printDigest(Entry entry, PrintStream lines) {
        String txId = entry.txId().toString();
        String digest = entry.writeSetDigest().hex();
        if (isJson()) {
            ObjectNode json = Json.object().put("transaction", txId);
            lines.println(Json.compact(json.put("write_set_digest", digest)));
        } else {
            lines.println(txId + " " + digest);
        }
    }

    private void printEnd(PrintStream lines) {
        if (isJson()) {
            ObjectNode summary = closing(sealedCount);
            summary.put("transactions", seenCount).put("shown", shownCount);
            ObjectNode json = Json.object();
            json.set("summary", summary);
            lines.println(Json.compact(json));
        } else if (!isDigestsOnly) {
            lines.println(
                    "%,d of %,d transactions shown. %s"
                            .formatted(shownCount, seenCount, closingLine(sealedCount)));
        }
    }
}
