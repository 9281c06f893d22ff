package dev.tallystick.node.cli;

import dev.tallystick.node.sandbox.SandboxSummary;
import dev.tallystick.node.sandbox.SandboxSummary.KeyFiles;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The table that a newcomer sees when the sandbox is ready. */
final class SandboxReport {
    private static final int PEOPLE_SHOWN_MAX = 5;
    private static final int LABEL_CHARS = 20;

    private SandboxReport() {}

    static void print(PrintStream out, SandboxSummary summary, Duration took) {
        out.printf("%nThe service is open (after %.1f s).%n%n", took.toMillis() / 1e3);
        row(out, "URL", summary.url());
        row(out, "node id", summary.nodeId());
        row(out, "service certificate", summary.serviceCertificate().toString());
        people(out, summary.members());
        people(out, summary.users());
        row(out, "ledger", summary.ledger().toString());
        row(out, "log", summary.log().toString());
        column(out, "endpoints", summary.endpoints());
        out.printf("%nTry next, in another terminal:%n");
        for (String example : summary.examples()) {
            out.printf("%n  %s%n", example);
        }
        out.printf("%nCtrl-C stops the node.%n");
        out.flush();
    }

    private static void people(PrintStream out, List<KeyFiles> people) {
        for (KeyFiles person : people.subList(0, Math.min(PEOPLE_SHOWN_MAX, people.size()))) {
            row(out, person.name(), person.certificate() + "  " + person.privateKey());
        }
        if (people.size() > PEOPLE_SHOWN_MAX) {
            row(out, "", "and %d more".formatted(people.size() - PEOPLE_SHOWN_MAX));
        }
    }

    private static void column(PrintStream out, String label, List<String> values) {
        List<String> labels = new ArrayList<>(List.of(label));
        for (String value : values) {
            row(out, labels.isEmpty() ? "" : labels.removeFirst(), value);
        }
    }

    private static void row(PrintStream out, String label, String value) {
        out.println("  " + label + " ".repeat(LABEL_CHARS - label.length()) + value);
    }
}
