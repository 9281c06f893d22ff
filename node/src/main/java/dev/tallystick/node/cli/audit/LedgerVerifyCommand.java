package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditException;
import dev.tallystick.ledger.audit.AuditListener;
import dev.tallystick.ledger.audit.AuditOptions;
import dev.tallystick.ledger.audit.AuditReport;
import dev.tallystick.ledger.audit.AuditReport.GovernanceEvent;
import dev.tallystick.ledger.audit.Diagnosis;
import dev.tallystick.ledger.audit.LedgerAuditor;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.cli.terminal.ProgressBar;
import dev.tallystick.node.config.ExitStatus;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code tally ledger verify}: audits ledger files offline, trusting nobody. */
@Command(
        name = "verify",
        description = {
            "Audit ledger files offline: recompute every Merkle root, check every signature of"
                    + " nodes, service and members, and the chain of identities.",
            "Exit status 0: intact. 1: not intact; file, seqno and reason are named. 2:"
                    + " unreadable.",
            ""
        })
final class LedgerVerifyCommand extends AuditCommand {
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

    @Option(
            names = "--trusted",
            paramLabel = "TXID",
            converter = TxIdConverter.class,
            description = {
                "A transaction that an earlier run has proved: signatures up to it are not verified"
                        + " again, only hashed, so that later ones cover them anew."
            })
    private @Nullable TxId trusted;

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            description =
                    "A snapshot to begin after: it is verified first, and files before it need not"
                            + " be there.")
    private @Nullable Path snapshot;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that hash and verify. Default: one for each processor.")
    private @Nullable Integer threads;

    @Mixin private final SecretsOptions secrets = new SecretsOptions();

    @Option(names = "--events", description = "List every governance event as well.")
    private boolean isListingEvents;

    LedgerVerifyCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        LedgerReport report = new LedgerReport(audit());
        if (isJson()) {
            print(report.json());
        } else {
            report.print(out(), rows());
        }
        return ExitStatus.SUCCESS;
    }

    private AuditReport audit() throws IOException {
        AuditOptions options = options();
        if (!secrets.isGiven()) {
            return audit(options);
        }
        LedgerSecrets known;
        try {
            known = secrets.secrets(LedgerChunks.of(directories), console());
        } catch (LedgerFormatException e) {
            audit(options); // tells more precisely what is wrong
            throw e;
        }
        return audit(options.withSecrets(known));
    }

    private AuditReport audit(AuditOptions options) throws IOException {
        try (ProgressBar bar = new ProgressBar(console())) {
            return LedgerAuditor.audit(options, new Watcher(bar));
        } catch (AuditException e) {
            if (console().isTerminal()) {
                console()
                        .err()
                        .println("damaged; looking for the wrong byte, at most a minute ...");
            }
            throw Diagnosis.of(options, e);
        }
    }

    /** Shows the progress, and governance events as they are met. */
    private final class Watcher implements AuditListener {
        private final ProgressBar bar;

        Watcher(ProgressBar bar) {
            this.bar = bar;
        }

        @Override
        public void progress(long bytesDone, long bytesTotal, long transactions) {
            bar.show(bytesDone, bytesTotal, transactions);
        }

        @Override
        public void governance(GovernanceEvent event) {
            if (!isListingEvents) {
                return;
            }
            bar.close();
            if (isJson()) {
                print(LedgerReport.json(event));
            } else {
                out().println(LedgerReport.line(event));
            }
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
        if (trusted != null) {
            options = options.withTrusted(trusted);
        }
        if (snapshot != null) {
            options = options.fromSnapshot(ProofFiles.notFolder(snapshot));
        }
        if (threads != null) {
            if (threads < 1) {
                throw new UnusableInputException("--threads must be at least 1");
            }
            options = options.onThreads(threads);
        }
        return isUnsignedTailAllowed ? options.allowUnsignedTail() : options;
    }

    /** Transaction ids. */
    static final class TxIdConverter implements ITypeConverter<TxId> {
        @Override
        public TxId convert(String text) {
            try {
                TxId txId = TxId.parse(text);
                if (txId.seqno() > 0) {
                    return txId;
                }
            } catch (IllegalArgumentException e) {
                // refused like those before the first one
            }
            throw new TypeConversionException("\"" + text + "\" is no transaction id");
        }
    }
}
