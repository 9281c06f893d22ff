package dev.tallystick.node.cli;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditException;
import dev.tallystick.ledger.audit.AuditOptions;
import dev.tallystick.ledger.audit.AuditReport;
import dev.tallystick.ledger.audit.LedgerAuditor;
import dev.tallystick.node.config.ExitStatus;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code tally ledger verify}: audits ledger files offline, trusting nobody. */
@Command(
        name = "verify",
        description = {
            "Audit ledger files offline: recompute every Merkle root, check every signature of"
                    + " nodes, service and members, and the chain of identities.",
            "Exit status 0: intact. 1: not intact; file, seqno and reason are named.",
            ""
        })
final class LedgerVerifyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Ledger directories of one service, in any order.")
    private List<Path> directories = List.of();

    @Option(
            names = "--service-cert",
            paramLabel = "FILE",
            description = "PEM certificate of the service that must own the end of the ledger.")
    private @Nullable Path serviceCertificate;

    @Option(
            names = "--expect",
            paramLabel = "TXID",
            converter = TxIdConverter.class,
            description = "A transaction, such as 2.17, that must be there and signed.")
    private @Nullable TxId expected;

    @Option(
            names = "--allow-unsigned-tail",
            description =
                    "Accept entries after the last signature and one torn entry at the end:"
                            + " what a node leaves behind that runs or was killed.")
    private boolean isUnsignedTailAllowed;

    @Option(names = "--events", description = "List every governance event as well.")
    private boolean isListingEvents;

    LedgerVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            LedgerReport.print(console.out(), audit(), isListingEvents);
            return ExitStatus.SUCCESS.code();
        } catch (AuditException e) {
            return refuse("%s: seqno %d: %s".formatted(e.file(), e.seqno(), e.reason()));
        } catch (LedgerFormatException e) {
            return refuse(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refuse(ProofFiles.unreadable(e));
        }
    }

    private AuditReport audit() throws IOException {
        try (ProgressBar bar = new ProgressBar(console)) {
            return LedgerAuditor.audit(options(), bar::show);
        }
    }

    private AuditOptions options() throws IOException {
        AuditOptions options = AuditOptions.of(directories.toArray(Path[]::new));
        if (serviceCertificate != null) {
            options = options.withServiceCertificate(ProofFiles.certificate(serviceCertificate));
        }
        if (expected != null) {
            options = options.withExpectedLast(expected);
        }
        return isUnsignedTailAllowed ? options.allowUnsignedTail() : options;
    }

    private int refuse(String line) {
        console.err().println("tally ledger verify: " + line);
        return ExitStatus.FAILURE.code();
    }

    /** Transaction ids. */
    static final class TxIdConverter implements ITypeConverter<TxId> {
        @Override
        public TxId convert(String text) {
            try {
                return TxId.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("\"" + text + "\" is no transaction id");
            }
        }
    }
}
