package dev.tallystick.node.cli.audit;

import dev.tallystick.node.cli.terminal.Console;

import picocli.CommandLine;

/** All auditors' commands, by group. */
public final class AuditCommands {
    private AuditCommands() {}

    /** Adds the groups and their commands to {@code tally}. */
    public static void addTo(CommandLine tally, Console console) {
        tally.addSubcommand(
                group(
                        new GroupCommand.Ledger(),
                        new LedgerVerifyCommand(console),
                        new LedgerSplitCommand(console),
                        new LedgerDiffCommand(console),
                        new LedgerSecretsCommand(console),
                        new LedgerShowCommand(console),
                        new LedgerTablesCommand(console),
                        new LedgerHistoryCommand(console),
                        new LedgerStatsCommand(console)));
        tally.addSubcommand(
                group(
                        new GroupCommand.Snapshot(),
                        new SnapshotVerifyCommand(console),
                        new SnapshotShowCommand(console)));
        tally.addSubcommand(
                group(
                        new GroupCommand.Receipt(),
                        new ReceiptMakeCommand(console),
                        new ReceiptVerifyCommand(console),
                        new ReceiptShowCommand(console)));
    }

    private static CommandLine group(GroupCommand group, AuditCommand... commands) {
        CommandLine line = new CommandLine(group);
        for (AuditCommand command : commands) {
            line.addSubcommand(command);
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Whether a mistake in this command's arguments ends with an auditor's status. */
    public static boolean isAuditCommand(CommandLine command) {
        Object user = command.getCommandSpec().userObject();
        return user instanceof AuditCommand || user instanceof GroupCommand;
    }
}
