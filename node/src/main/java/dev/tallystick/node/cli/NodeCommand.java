package dev.tallystick.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code tally node}: runs a node until it is told to stop. */
@Command(name = "node", description = "Run a node from its configuration file.")
final class NodeCommand implements Callable<Integer> {
    private final NodeRun run;

    @Mixin private final NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    NodeCommand(NodeRun run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        return options.run(run, spec).code();
    }
}
