package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.snapshot.SnapshotException;
import dev.tallystick.ledger.snapshot.SnapshotReader;
import dev.tallystick.ledger.snapshot.SnapshotVerifier;
import dev.tallystick.ledger.snapshot.SnapshotVerifier.Trust;
import dev.tallystick.ledger.snapshot.VerifiedSnapshot;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code tally snapshot verify}: proves offline whose state a snapshot holds. */
@Command(
        name = "verify",
        description = {
            "Check snapshots offline: that the receipt proves the whole file, that a node of the"
                    + " service signed it, and that state, tree and signatures in it agree.",
            "Exit status 0: all are valid. 1: one is not; the failed check is named. 2:"
                    + " unreadable.",
            ""
        })
final class SnapshotVerifyCommand extends AuditCommand {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Snapshot files.")
    private List<Path> files = List.of();

    @Option(
            names = "--service-cert",
            paramLabel = "FILE",
            description =
                    "PEM certificate of the service that the snapshots must be of. Default: the one"
                            + " that each snapshot itself names, which proves only that it agrees"
                            + " with itself.")
    private @Nullable Path serviceCertificate;

    @Mixin private SnapshotSecretsOptions secrets = new SnapshotSecretsOptions();

    SnapshotVerifyCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        Certificate service =
                serviceCertificate == null ? null : ProofFiles.certificate(serviceCertificate);
        ExitStatus status = ExitStatus.SUCCESS;
        for (Path file : files) {
            ExitStatus next = verify(file, service);
            status = next.code() > status.code() ? next : status;
        }
        return status;
    }

    /** One unreadable file does not hide what is to be said of the others. */
    private ExitStatus verify(Path file, @Nullable Certificate service) {
        try {
            SnapshotReport report = new SnapshotReport(file, verified(file, service));
            if (isJson()) {
                print(report.json());
            } else {
                report.print(out());
            }
            return ExitStatus.SUCCESS;
        } catch (SnapshotException e) {
            ObjectNode json = invalid(file, e);
            tell(file + ": " + e.getMessage(), json.put("check", name(e)));
            return ExitStatus.FAILURE;
        } catch (LedgerFormatException e) {
            tell(file + ": " + e.getMessage(), invalid(file, e));
            return ExitStatus.FAILURE;
        } catch (IOException e) {
            String line = ProofFiles.unreadable(e);
            tell(line, Json.object().put("error", line).put("file", file.toString()));
            return ExitStatus.UNUSABLE;
        }
    }

    /** Secrets are taken from a snapshot only after it has been proved as far as possible. */
    private VerifiedSnapshot verified(Path file, @Nullable Certificate service) throws IOException {
        VerifiedSnapshot verified =
                SnapshotVerifier.verify(
                        ProofFiles.notFolder(file), new Trust(service, LedgerSecrets.NONE));
        if (!secrets.isGiven()) {
            return verified;
        }
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            return SnapshotVerifier.verify(
                    file, new Trust(service, secrets.secrets(reader, console())));
        }
    }

    private static ObjectNode invalid(Path file, RuntimeException e) {
        return Json.object()
                .put("valid", false)
                .put("error", e.getMessage())
                .put("file", file.toString());
    }

    private static String name(SnapshotException e) {
        return e.check().name().toLowerCase(Locale.ROOT);
    }
}
