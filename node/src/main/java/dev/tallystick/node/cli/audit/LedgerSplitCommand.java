package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.files.ChunkSplit;
import dev.tallystick.ledger.files.LedgerFileName;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code tally ledger split}: cuts one ledger file in two. */
@Command(
        name = "split",
        description = {
            "Cut one ledger file in two, after a signature transaction. The file itself stays as"
                    + " it is; the parts hold the same bytes and verify together.",
            "Exit status 0: done. 1: the file is damaged. 2: it cannot be cut there, or a part"
                    + " exists already: nothing is overwritten.",
            ""
        })
final class LedgerSplitCommand extends AuditCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "The ledger file.")
    private Path file = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "SEQNO",
            description = "The last transaction of the first part.")
    private long seqno;

    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            defaultValue = "split_ledger",
            description = "Where the parts go; created if missing. Default: ${DEFAULT-VALUE}.")
    private Path directory = Path.of("split_ledger");

    @Option(
            names = "--allow-non-signature",
            description =
                    "Cut after any transaction. A node that recovers from such files drops what"
                            + " follows the last signature.")
    private boolean isAnyEntryAllowed;

    LedgerSplitCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        ProofFiles.notFolder(file);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (LedgerFileName.of(file).isEmpty()) {
            throw new UnusableInputException(file + " is not a ledger file");
        }
        ChunkSplit.Parts parts = split();
        if (isJson()) {
            print(
                    Json.object()
                            .put("file", file.toString())
                            .put("seqno", seqno)
                            .put("first", parts.first().toString())
                            .put("rest", parts.rest().toString()));
        } else {
            out().println("%s is cut after seqno %d:".formatted(file, seqno));
            rows().row("first part", parts.first().toString());
            rows().row("rest", parts.rest().toString());
        }
        return ExitStatus.SUCCESS;
    }

    private ChunkSplit.Parts split() throws IOException {
        try {
            return ChunkSplit.split(file, seqno, directory, isAnyEntryAllowed);
        } catch (ChunkSplit.RefusedException e) {
            throw new UnusableInputException(String.valueOf(e.getMessage()));
        } catch (FileAlreadyExistsException e) {
            throw new UnusableInputException(
                    e.getFile() + " exists already; nothing has been written");
        }
    }
}
