package dev.tallystick.node.cli;

import dev.tallystick.node.TallystickNode;
import dev.tallystick.node.cli.audit.AuditCommands;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.NodeConfiguration;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** The {@code tally} command. */
public final class Tally {
    private Tally() {}

    /** Runs the command line, and ends the process with its status. */
    public static void main(String[] args) {
        System.exit(run(Console.ofProcess(), Tally::startNode, List.of(args)));
    }

    /** Runs the command line in this process, and returns its status. */
    static int run(Console console, NodeStarter starter, List<String> args) {
        NodeRun run = new NodeRun(console, starter);
        CommandLine line = new CommandLine(new TallyCommand(console, run));
        line.addSubcommand(new NodeCommand(run));
        line.addSubcommand(new SandboxCommand(console));
        AuditCommands.addTo(line, console);
        addHelpOption(line);
        line.setParameterExceptionHandler((exception, rejected) -> refuse(console, exception));
        line.setExecutionExceptionHandler(Tally::internalError);
        line.setUsageHelpAutoWidth(true);
        line.setOut(writer(console.out()));
        line.setErr(writer(console.err()));
        return line.execute(args.toArray(String[]::new));
    }

    private static NodeStarter.Running startNode(NodeConfiguration configuration, Path launcher) {
        return new StartedNode(TallystickNode.start(configuration, launcher));
    }

    private record StartedNode(TallystickNode node) implements NodeStarter.Running {
        @Override
        public void awaitTermination() throws InterruptedException {
            node.awaitTermination();
        }

        @Override
        public void announceStop() {
            node.announceStop();
        }

        @Override
        public void stop() {
            node.stop();
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    private static void addHelpOption(CommandLine command) {
        command.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Print this text.")
                                .build());
        command.getSubcommands().values().forEach(Tally::addHelpOption);
    }

    private static int refuse(Console console, ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        if (AuditCommands.isAuditCommand(command)) {
            String name = command.getCommandSpec().qualifiedName();
            console.err()
                    .println(name + ": " + firstLine(exception) + " (see " + name + " --help)");
            return ExitStatus.UNUSABLE.code();
        }
        console.err().println(firstLine(exception));
        console.err().println("Run with --help for more information.");
        return statusOf(exception).code();
    }

    private static ExitStatus statusOf(ParameterException exception) {
        if (exception instanceof UnmatchedArgumentException) {
            return ExitStatus.UNKNOWN_ARGUMENT;
        }
        return exception instanceof MissingParameterException
                ? ExitStatus.MISSING_OPTION
                : ExitStatus.VALIDATION_ERROR;
    }

    private static String firstLine(ParameterException exception) {
        return String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
    }

    /** A bug of ours: all there is to know goes to the person who can report it. */
    private static int internalError(Exception exception, CommandLine line, ParseResult arguments) {
        line.getErr().println("tally: internal error; please report it with these lines:");
        exception.printStackTrace(line.getErr());
        return ExitStatus.FAILURE.code();
    }
}
