package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.shares.SecretsRecoveryException;
import dev.tallystick.ledger.snapshot.SnapshotReader;
import dev.tallystick.ledger.snapshot.SnapshotSecrets;
import dev.tallystick.node.cli.terminal.Console;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What opens the private tables of snapshots: members' keys, and perhaps the ledger. */
final class SnapshotSecretsOptions {
    @Mixin private SecretsOptions members = new SecretsOptions();

    @Option(
            names = "--ledger",
            paramLabel = "DIR",
            description =
                    "Recover the ledger secrets from this ledger. Default: from the snapshot"
                            + " itself, which has what is needed unless its shares are for others"
                            + " than the members whose keys you have.")
    private List<Path> ledger = List.of();

    /** Recovered from the ledger, once. */
    private @Nullable LedgerSecrets ofLedger;

    /**
     * Whether there is anything to open private tables with.
     *
     * @throws UnusableInputException if there is a ledger, but no key
     */
    boolean isGiven() {
        if (!members.isGiven() && !ledger.isEmpty()) {
            throw new UnusableInputException("--ledger is of no use without --member-key");
        }
        return members.isGiven();
    }

    /**
     * The secrets for a snapshot, or none if no key was given.
     *
     * @throws UnusableInputException if the keys do not suffice, or a file is no key
     * @throws LedgerFormatException if snapshot or ledger are not fit for it
     */
    LedgerSecrets secrets(SnapshotReader snapshot, Console console) throws IOException {
        if (!isGiven()) {
            return LedgerSecrets.NONE;
        }
        if (ledger.isEmpty()) {
            try {
                return SnapshotSecrets.recover(snapshot, members.keys());
            } catch (SecretsRecoveryException e) {
                throw SecretsOptions.refused(e);
            }
        }
        LedgerSecrets known = ofLedger;
        if (known == null) {
            known = members.secrets(LedgerChunks.of(ledger), console);
            ofLedger = known;
        }
        return known;
    }
}
