package dev.tallystick.node.cli;

import dev.tallystick.node.cli.terminal.LabelledRows;
import dev.tallystick.node.sandbox.SandboxSummary;
import dev.tallystick.node.sandbox.SandboxSummary.KeyFiles;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** The table that a newcomer sees when the sandbox is ready. */
final class SandboxReport {
    private static final int PEOPLE_SHOWN_MAX = 5;
    private static final int LABEL_CHARS = 20;

    private SandboxReport() {}

    static void print(PrintStream out, SandboxSummary summary, Duration took) {
        LabelledRows rows = new LabelledRows(out, LABEL_CHARS);
        out.printf("%nThe service is open (after %.1f s).%n%n", took.toMillis() / 1e3);
        rows.row("URL", summary.url());
        rows.row("node id", summary.nodeId());
        rows.row("service certificate", summary.serviceCertificate().toString());
        people(rows, summary.members());
        people(rows, summary.users());
        rows.row("ledger", summary.ledger().toString());
        rows.row("log", summary.log().toString());
        rows.column("endpoints", summary.endpoints());
        out.printf("%nTry next, in another terminal:%n");
        for (String example : summary.examples()) {
            out.printf("%n  %s%n", example);
        }
        out.printf("%nCtrl-C stops the node.%n");
        out.flush();
    }

    private static void people(LabelledRows rows, List<KeyFiles> people) {
        for (KeyFiles person : people.subList(0, Math.min(PEOPLE_SHOWN_MAX, people.size()))) {
            rows.row(person.name(), person.certificate() + "  " + person.privateKey());
        }
        if (people.size() > PEOPLE_SHOWN_MAX) {
            rows.row("", "and %d more".formatted(people.size() - PEOPLE_SHOWN_MAX));
        }
    }
}
