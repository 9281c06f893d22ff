package dev.tallystick.node.cli.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** A word that needs a further word. */
@Command
abstract sealed class GroupCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new MissingParameterException(
                spec.commandLine(),
                spec.args(),
                "name a command: %s".formatted(String.join(", ", spec.subcommands().keySet())));
    }

    /** {@code tally ledger}. */
    @Command(name = "ledger", description = "Tools for ledger files.")
    static final class Ledger extends GroupCommand {}

    /** {@code tally receipt}. */
    @Command(name = "receipt", description = "Tools for receipts.")
    static final class Receipt extends GroupCommand {}

    /** {@code tally snapshot}. */
    @Command(name = "snapshot", description = "Tools for snapshot files.")
    static final class Snapshot extends GroupCommand {}
}
