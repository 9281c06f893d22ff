package dev.tallystick.node.cli;

import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditReport;
import dev.tallystick.ledger.audit.AuditReport.GovernanceEvent;
import dev.tallystick.ledger.audit.AuditReport.ServiceChange;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The summary of an audited ledger. */
final class LedgerReport {
    private static final int LABEL_CHARS = 19;
    private static final int KEY_ID_CHARS = 12;

    private LedgerReport() {}

    static void print(PrintStream out, AuditReport report, boolean isListingEvents) {
        AuditReport.Counts counts = report.counts();
        out.println(
                "The ledger is intact; every transaction up to %s is proved."
                        .formatted(report.lastSigned()));
        out.println();
        row(out, "files", "%,d (%,d bytes)".formatted(report.files().size(), counts.bytes()));
        row(
                out,
                "transactions",
                "%,d, from %s to %s"
                        .formatted(counts.transactions(), report.first(), report.last()));
        row(
                out,
                "signatures",
                "%,d by nodes, %,d by the service (COSE)"
                        .formatted(counts.nodeSignatures(), counts.coseSignatures()));
        row(out, "member messages", "%,d verified".formatted(counts.envelopes()));
        column(out, "views", report.views().stream().map(LedgerReport::view).toList());
        column(out, "service", report.serviceChanges().stream().map(LedgerReport::change).toList());
        column(out, "governance", governance(report, isListingEvents));
        row(out, "unsigned end", openEnd(report.openEnd()));
        out.flush();
    }

    private static String view(TxId first) {
        return "%d, from %s".formatted(first.view(), first);
    }

    private static String change(ServiceChange change) {
        String key = change.serviceKeyId();
        return "%s at seqno %d (key %s...)"
                .formatted(
                        change.status(),
                        change.seqno(),
                        key.substring(0, Math.min(KEY_ID_CHARS, key.length())));
    }

    private static List<String> governance(AuditReport report, boolean isListingEvents) {
        List<String> lines = new ArrayList<>();
        if (isListingEvents) {
            for (GovernanceEvent event : report.governanceEvents()) {
                lines.add(
                        "seqno %d: %s %s"
                                .formatted(event.seqno(), words(event.kind()), event.subject())
                                .stripTrailing());
            }
        } else {
            report.governanceCounts()
                    .forEach((kind, count) -> lines.add("%,d × %s".formatted(count, words(kind))));
        }
        return lines;
    }

    private static String openEnd(AuditReport.OpenEnd end) {
        return end.unsignedEntries() == 0 && end.tornBytes() == 0
                ? "none"
                : "%,d unsigned entries, %,d torn bytes"
                        .formatted(end.unsignedEntries(), end.tornBytes());
    }

    private static String words(GovernanceEvent.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void column(PrintStream out, String label, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            row(out, i == 0 ? label : "", values.get(i));
        }
    }

    private static void row(PrintStream out, String label, String value) {
        out.println("  " + label + " ".repeat(LABEL_CHARS - label.length()) + value);
    }
}
