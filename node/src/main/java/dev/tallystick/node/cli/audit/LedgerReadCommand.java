package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.view.KnownSecrets;
import dev.tallystick.ledger.view.LedgerView;
import dev.tallystick.ledger.view.SeqnoRange;
import dev.tallystick.ledger.view.ViewedEntry;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.cli.terminal.ProgressBar;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.node.ObjectNode;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What the commands have in common that read a ledger without verifying it. */
abstract class LedgerReadCommand extends AuditCommand {
    /** For the descriptions of commands. */
    static final String NOT_VERIFIED_HELP =
            "It reads and does not verify: tally ledger verify does. Exit status 0: read to the"
                    + " end. 1: damaged; file, seqno and offset are named. 2: unreadable.";

    private static final String NOT_VERIFIED = "Read, not verified: tally ledger verify does that.";

    private static final int OUTPUT_BUFFER = 1 << 16;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Ledger directories of one service, or single ledger files.")
    private List<Path> places = List.of();

    @Option(
            names = "--from",
            paramLabel = "SEQNO",
            description = "The first transaction to look at. Default: where the files begin.")
    private long from;

    @Option(
            names = "--to",
            paramLabel = "SEQNO",
            description = "The last transaction to look at. Default: where the files end.")
    private long to = Long.MAX_VALUE;

    @Option(
            names = "--recovery",
            description = "Read the files of an unfinished recovery (.recovery) as well.")
    private boolean isRecoveryRead;

    @Mixin private SecretsOptions secrets = new SecretsOptions();

    private long seenCount;

    LedgerReadCommand(Console console) {
        super(console);
    }

    /** The files that were named. */
    final LedgerChunks chunks() throws IOException {
        return isRecoveryRead ? LedgerChunks.withRecovery(places) : LedgerChunks.of(places);
    }

    /** The secrets that the members' keys open; all of the ledger is read for them. */
    final KnownSecrets secrets(LedgerChunks chunks) throws IOException {
        return secrets.known(chunks, console());
    }

    /** Reads the transactions that were asked for. */
    final LedgerView open(LedgerChunks chunks, KnownSecrets secrets) throws IOException {
        return LedgerView.open(chunks, range(), secrets);
    }

    /** The transactions that were asked for. */
    final SeqnoRange range() {
        try {
            return new SeqnoRange(from, to);
        } catch (IllegalArgumentException e) {
            throw new UnusableInputException(
                    "--from and --to leave no transaction: seqnos begin at 1");
        }
    }

    /** Shows all transactions that were asked for to {@code consumer}, and a bar to people. */
    final void measure(Consumer<ViewedEntry> consumer) throws IOException {
        LedgerChunks chunks = chunks();
        try (LedgerView view = open(chunks, secrets(chunks));
                ProgressBar bar = new ProgressBar(console())) {
            view.walk(
                    entry -> {
                        consumer.accept(entry);
                        bar.show(view.bytesDone(), view.bytesTotal(), ++seenCount);
                        return true;
                    });
        }
    }

    /** Results for whoever prints many lines; to be flushed. */
    final PrintStream bufferedOut() {
        return new PrintStream(
                new BufferedOutputStream(out(), OUTPUT_BUFFER), false, out().charset());
    }

    /** The last line for people: what could not be read, and what this was not. */
    static String closingLine(long sealedCount) {
        return sealedCount == 0
                ? NOT_VERIFIED
                : "Transactions whose private tables are not shown, for want of their ledger"
                        + " secret:"
                        + " %,d. %s".formatted(sealedCount, NOT_VERIFIED);
    }

    /** The same for programs. */
    static ObjectNode closing(long sealedCount) {
        return Json.object().put("verified", false).put("sealed_transactions", sealedCount);
    }
}
