package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.audit.AuditException;
import dev.tallystick.ledger.files.ChunkFormatException;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.cli.terminal.LabelledRows;
import dev.tallystick.node.cli.terminal.OutputFormat;
import dev.tallystick.node.config.ExitStatus;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * What all auditors' commands have in common: two forms of output, three exit statuses, and one
 * line for what was refused. With {@code --output json} the refusal is an object on standard
 * output: {@code {"valid":false,"error":…}}, with {@code file} and {@code seqno} where they are
 * known, and without {@code valid} where nothing could be checked.
 */
abstract class AuditCommand implements Callable<Integer> {
    private static final int LABEL_CHARS = 19;

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, for people, or json. Default: ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TABLE;

    AuditCommand(Console console) {
        this.console = console;
    }

    /**
     * Does the work and prints the outcome.
     *
     * @return success, or failure if what was looked at is not valid and that has been printed
     * @throws LedgerFormatException if what was looked at is not valid
     * @throws UnusableInputException if an argument cannot be used
     * @throws IOException if a file cannot be read
     */
    abstract ExitStatus run() throws IOException;

    @Override
    public final Integer call() {
        try {
            return run().code();
        } catch (AuditException e) {
            ObjectNode json = invalid(e.reason());
            json.put("file", e.file().toString()).put("seqno", e.seqno());
            if (e.offset() >= 0) {
                json.put("offset", e.offset());
            }
            return refuse(ExitStatus.FAILURE, e.place() + ": " + e.reason(), json);
        } catch (ChunkFormatException e) {
            return refuse(ExitStatus.FAILURE, place(e) + ": " + e.reason(), invalid(e));
        } catch (LedgerFormatException e) {
            String line = String.valueOf(e.getMessage());
            return refuse(ExitStatus.FAILURE, line, invalid(line));
        } catch (UnusableInputException e) {
            return unusable(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return unusable(ProofFiles.unreadable(Objects.requireNonNull(e.getCause())));
        } catch (IOException e) {
            return unusable(ProofFiles.unreadable(e));
        } catch (OutOfMemoryError e) { // files that nobody vouches for may ask for any amount
            return unusable(
                    "out of memory: what is read needs a larger heap, e.g. TALLY_JAVA_OPTS=-Xmx4g");
        } finally {
            console.out().flush();
        }
    }

    /** As {@link AuditException#place}. */
    private static String place(ChunkFormatException e) {
        String place = "%s: seqno %d".formatted(e.file(), e.seqno());
        return e.offset() == ChunkFormatException.NO_OFFSET
                ? place
                : "%s, offset %d".formatted(place, e.offset());
    }

    private static ObjectNode invalid(ChunkFormatException e) {
        ObjectNode json = invalid(e.reason());
        json.put("file", e.file().toString()).put("seqno", e.seqno());
        return e.offset() == ChunkFormatException.NO_OFFSET ? json : json.put("offset", e.offset());
    }

    private static ObjectNode invalid(String error) {
        return Json.object().put("valid", false).put("error", error);
    }

    private int unusable(String line) {
        return refuse(ExitStatus.UNUSABLE, line, Json.object().put("error", line));
    }

    private int refuse(ExitStatus status, String line, ObjectNode json) {
        tell(line, json);
        return status.code();
    }

    /** Tells what was refused: people by a line, programs by an object. */
    final void tell(String line, ObjectNode json) {
        if (isJson()) {
            print(json);
        } else {
            console.err().println(spec.qualifiedName() + ": " + line);
        }
    }

    /** Whether programs, not people, read the output. */
    final boolean isJson() {
        return output == OutputFormat.JSON;
    }

    /** Prints one object on one line. */
    final void print(ObjectNode json) {
        out().println(Json.compact(json));
    }

    /** Where results go. */
    final PrintStream out() {
        return console.out();
    }

    /** Prints lines of a label and a value. */
    final LabelledRows rows() {
        return new LabelledRows(out(), LABEL_CHARS);
    }

    /** Where everything goes. */
    final Console console() {
        return console;
    }
}
