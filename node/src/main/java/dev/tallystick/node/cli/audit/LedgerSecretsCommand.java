package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerReader;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.shares.RecoveredSecrets;
import dev.tallystick.ledger.shares.SecretsRecovery;
import dev.tallystick.ledger.shares.SecretsUse;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.cli.terminal.ProgressBar;
import dev.tallystick.node.config.ExitStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code tally ledger secrets}: recovers the ledger secrets and tests their chain. */
@Command(
        name = "secrets",
        description = {
            "Follow the chain of ledger secrets. With members' keys: recover every secret from the"
                    + " ledger alone, and test that each private domain opens. No secret is ever"
                    + " printed.",
            "Exit status 0: whole. 1: broken, or something does not open. 2: too few keys, or"
                    + " unreadable.",
            ""
        })
final class LedgerSecretsCommand extends AuditCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Ledger directories of one service, in any order.")
    private List<Path> directories = List.of();

    @Mixin private SecretsOptions secrets = new SecretsOptions();

    LedgerSecretsCommand(Console console) {
        super(console);
    }

    @Override
    ExitStatus run() throws IOException {
        LedgerChunks ledger = LedgerChunks.of(directories);
        SecretsRecovery recovery = SecretsOptions.read(ledger, console());
        if (!secrets.isGiven()) {
            ChainReport report = new ChainReport(recovery);
            if (isJson()) {
                print(report.json());
            } else {
                report.print(out());
            }
            return ExitStatus.SUCCESS;
        }
        RecoveredSecrets recovered = secrets.recover(recovery);
        SecretsReport report = new SecretsReport(recovered, use(ledger, recovered));
        if (isJson()) {
            print(report.json());
        } else {
            report.print(out());
        }
        return report.isValid() ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }

    private SecretsUse use(LedgerChunks ledger, RecoveredSecrets recovered) throws IOException {
        SecretsUse use = new SecretsUse(recovered);
        long total = ledger.size();
        long done = 0;
        try (ProgressBar bar = new ProgressBar(console());
                LedgerReader reader = LedgerReader.open(ledger)) {
            for (Optional<RawEntry> raw = reader.next(); raw.isPresent(); raw = reader.next()) {
                use.accept(raw.get().bytes());
                done += raw.get().bytes().length;
                bar.show(done, total, raw.get().seqno() - ledger.first() + 1);
            }
        }
        return use;
    }
}
