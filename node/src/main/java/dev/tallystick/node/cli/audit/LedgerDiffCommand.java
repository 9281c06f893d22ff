package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.diff.DiffReport;
import dev.tallystick.ledger.diff.DiffReport.Relation;
import dev.tallystick.ledger.diff.LedgerDiff;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.cli.terminal.ProgressBar;
import dev.tallystick.node.config.ExitStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code tally ledger diff}: finds the first transaction in which two copies differ. */
@Command(
        name = "diff",
        description = {
            "Compare two copies of a ledger, such as those of two nodes, and name the first"
                    + " transaction in which they differ, and in what. Nothing is verified: tally"
                    + " ledger verify tells which copy is right.",
            "Exit status 0: the same transactions, be it in other files. 1: not the same. 2:"
                    + " unreadable.",
            ""
        })
final class LedgerDiffCommand extends AuditCommand {
    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "Ledger directory or file of the first copy.")
    private Path a = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "B",
            description = "Ledger directory or file of the second copy.")
    private Path b = Path.of("");

    @Option(
            names = "--more-a",
            paramLabel = "DIR",
            description = "A further directory of the first copy, such as a read-only one.")
    private List<Path> moreA = List.of();

    @Option(
            names = "--more-b",
            paramLabel = "DIR",
            description = "A further directory of the second copy.")
    private List<Path> moreB = List.of();

    LedgerDiffCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        DiffReport report = compare();
        if (isJson()) {
            print(DifferenceJson.of(report));
        } else {
            new DifferenceText(out(), rows()).print(report);
        }
        return report.relation() == Relation.EQUAL ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }

    private DiffReport compare() throws IOException {
        try (ProgressBar bar = new ProgressBar(console())) {
            return LedgerDiff.compare(copy(a, moreA), copy(b, moreB), bar::show);
        } catch (LedgerFormatException e) {
            throw new UnusableInputException("cannot be compared: " + e.getMessage());
        }
    }

    private static LedgerChunks copy(Path first, List<Path> more) throws IOException {
        List<Path> places = new ArrayList<>(List.of(first));
        places.addAll(more);
        return LedgerChunks.of(places);
    }
}
