package dev.tallystick.node.cli;

import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.BuildVersion;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.platform.Platforms;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code tally} without a further word: CCF's own command line (spec 06, 1.1). */
@Command(
        name = "tally",
        description = {
            "A node for confidential consortium ledgers, and its tools.",
            "",
            "  tally sandbox                     try a service on this machine",
            "  tally node --config FILE          run a node (also: tally --config FILE)",
            "  tally ledger verify DIR           audit ledger files offline",
            "  tally ledger show DIR             read them; also: tables, history, stats",
            "  tally receipt verify ...          check a receipt offline",
            ""
        },
        synopsisSubcommandLabel = "COMMAND")
final class TallyCommand implements Callable<Integer> {
    private final Console console;
    private final NodeRun run;

    @Mixin private final NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-v", "--version"},
            description = "Print the version and the platform.")
    private boolean isVersion;

    TallyCommand(Console console, NodeRun run) {
        this.console = console;
        this.run = run;
    }

    @Override
    public Integer call() {
        if (isVersion) {
            console.out().println("CCF host: " + BuildVersion.description());
            console.out().println("Platform: " + Platforms.nameFor(System.getenv()));
            return ExitStatus.SUCCESS.code();
        }
        if (spec.commandLine().getParseResult().originalArgs().isEmpty()) {
            spec.commandLine().usage(console.out());
            return ExitStatus.SUCCESS.code();
        }
        return options.run(run, spec).code();
    }
}
