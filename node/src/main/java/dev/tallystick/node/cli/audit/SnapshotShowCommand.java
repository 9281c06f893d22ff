package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.snapshot.SnapshotCursor;
import dev.tallystick.ledger.snapshot.SnapshotReader;
import dev.tallystick.ledger.snapshot.SnapshotRow;
import dev.tallystick.ledger.view.Glob;
import dev.tallystick.ledger.view.KeyText;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code tally snapshot show}: the tables in a snapshot, or their rows. */
@Command(
        name = "show",
        description = {
            "Print what a snapshot holds: its transaction, the views, the tables with their sizes;"
                    + " with --table or --key the rows. With --output json one object, or one a"
                    + " row and a summary at the end.",
            "It reads and does not verify: tally snapshot verify does. Exit status 0: read to the"
                    + " end. 1: malformed. 2: unreadable.",
            ""
        })
final class SnapshotShowCommand extends AuditCommand {
    private static final int OUTPUT_BUFFER = 1 << 16;

    @Parameters(paramLabel = "FILE", description = "A snapshot file.")
    private Path file = Path.of("");

    @Option(
            names = "--table",
            paramLabel = "GLOB",
            description =
                    "Print the rows of tables with such a name: * stands for any characters, ? for"
                            + " one. May be repeated.")
    private List<String> globs = List.of();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Only rows with this key: as text, as number, or 0x and hexadecimal.")
    private @Nullable String key;

    @Option(names = "--full", description = "Print long values to their end.")
    private boolean isFull;

    @Mixin private SnapshotSecretsOptions secrets = new SnapshotSecretsOptions();

    SnapshotShowCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        PrintStream lines =
                new PrintStream(
                        new BufferedOutputStream(out(), OUTPUT_BUFFER), false, out().charset());
        try (SnapshotReader reader = SnapshotReader.open(ProofFiles.notFolder(file))) {
            Optional<SnapshotCursor> privateMaps =
                    secrets.isGiven()
                            ? Optional.of(reader.privateMaps(secrets.secrets(reader, console())))
                            : Optional.empty();
            SnapshotListing listing =
                    globs.isEmpty() && key == null
                            ? new SnapshotTables(reader, lines, isJson())
                            : new SnapshotRows(reader, lines, isJson(), isFull);
            walk(reader.publicMaps(), listing);
            if (privateMaps.isPresent()) {
                walk(privateMaps.get(), listing);
            }
            listing.end(privateMaps.isPresent());
        } catch (LedgerFormatException e) {
            throw new LedgerFormatException(file + ": " + e.getMessage(), e);
        } finally {
            lines.flush();
        }
        return ExitStatus.SUCCESS;
    }

    private void walk(SnapshotCursor maps, SnapshotListing listing) throws IOException {
        for (var map = maps.nextMap(); map.isPresent(); map = maps.nextMap()) {
            String name = map.get().name();
            if (!globs.isEmpty()
                    && globs.stream().noneMatch(glob -> new Glob(glob).matches(name))) {
                continue;
            }
            listing.begin(map.get());
            for (var row = maps.nextRow(); row.isPresent(); row = maps.nextRow()) {
                if (isWanted(name, row.get())) {
                    listing.row(row.get());
                }
            }
            listing.endTable();
            if (out().checkError()) {
                return; // nobody reads any more
            }
        }
    }

    private boolean isWanted(String table, SnapshotRow row) {
        String wanted = key;
        return wanted == null || KeyText.isMeant(wanted, table, row.key());
    }
}
