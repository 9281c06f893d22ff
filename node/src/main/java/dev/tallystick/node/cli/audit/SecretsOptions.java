package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.shares.MemberKey;
import dev.tallystick.ledger.shares.RecoveredSecrets;
import dev.tallystick.ledger.shares.SecretsRecovery;
import dev.tallystick.ledger.shares.SecretsRecoveryException;
import dev.tallystick.ledger.view.KnownSecrets;
import dev.tallystick.ledger.view.LedgerView;
import dev.tallystick.ledger.view.SeqnoRange;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.cli.terminal.ProgressBar;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The option of commands that read private maps: the ledger secrets come from the ledger itself,
 * opened by its members' encryption keys. To be used as a picocli mixin.
 */
final class SecretsOptions {
    @Option(
            names = "--member-key",
            paramLabel = "FILE",
            description =
                    "Encryption private key of a recovery member (RSA, PEM); repeat it for as many"
                            + " members as the recovery threshold asks for.")
    private List<Path> memberKeys = List.of();

    /** Whether any key was given. */
    boolean isGiven() {
        return !memberKeys.isEmpty();
    }

    /**
     * All secrets of a ledger, or none if no key was given. Reads the whole ledger once.
     *
     * @throws UnusableInputException if the keys do not suffice, or a file is no key
     * @throws LedgerFormatException if the ledger is damaged
     * @throws IOException if a file cannot be read
     */
    LedgerSecrets secrets(LedgerChunks ledger, Console console) throws IOException {
        return known(ledger, console).secrets();
    }

    /** As {@link #secrets}, with where they end if a recovery is not finished. */
    KnownSecrets known(LedgerChunks ledger, Console console) throws IOException {
        if (!isGiven()) {
            return KnownSecrets.NONE;
        }
        RecoveredSecrets recovered = recover(read(ledger, console));
        return new KnownSecrets(
                recovered.secrets(), recovered.unknownFrom().orElse(Long.MAX_VALUE));
    }

    /** What the ledger tells of its secrets without any key. */
    static SecretsRecovery read(LedgerChunks ledger, Console console) throws IOException {
        SecretsRecovery recovery = new SecretsRecovery();
        try (ProgressBar bar = new ProgressBar(console);
                LedgerView view = LedgerView.open(ledger, SeqnoRange.ALL, KnownSecrets.NONE)) {
            view.walk(
                    viewed -> {
                        recovery.accept(viewed.entry());
                        long count = viewed.entry().txId().seqno() - ledger.first() + 1;
                        bar.show(view.bytesDone(), view.bytesTotal(), count);
                        return true;
                    });
        }
        return recovery;
    }

    /** Opens the secrets with the keys that were given; errors as in {@link #secrets}. */
    RecoveredSecrets recover(SecretsRecovery recovery) throws IOException {
        try {
            return recovery.recover(keys());
        } catch (SecretsRecoveryException e) {
            throw refused(e);
        }
    }

    /** Whose mistake it is: the caller's, or that of the files. */
    static RuntimeException refused(SecretsRecoveryException e) {
        return switch (e.fault()) {
            case TOO_FEW_KEYS, NO_SHARES ->
                    new UnusableInputException(String.valueOf(e.getMessage()));
            case WRONG_SHARES, BROKEN_CHAIN -> e;
        };
    }

    /** The keys that were given; errors as in {@link #secrets}. */
    List<MemberKey> keys() throws IOException {
        List<MemberKey> keys = new ArrayList<>();
        for (Path file : memberKeys) {
            String pem = new String(ProofFiles.bytes(file), StandardCharsets.ISO_8859_1);
            try {
                keys.add(MemberKey.fromPem(file.toString(), pem));
            } catch (LedgerFormatException e) {
                throw new UnusableInputException(String.valueOf(e.getMessage()));
            }
        }
        return keys;
    }
}
