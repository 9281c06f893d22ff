package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditReport;
import dev.tallystick.ledger.audit.AuditReport.GovernanceEvent;
import dev.tallystick.ledger.audit.AuditReport.ServiceChange;
import dev.tallystick.node.cli.terminal.LabelledRows;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The summary of an audited ledger. */
final class LedgerReport {
    private static final int KEY_ID_CHARS = 12;

    private final AuditReport report;

    LedgerReport(AuditReport report) {
        this.report = report;
    }

    /** For people. */
    void print(PrintStream out, LabelledRows rows) {
        AuditReport.Counts counts = report.counts();
        out.println(
                "The ledger is intact; every transaction up to %s is proved."
                        .formatted(report.lastSigned()));
        out.println();
        rows.row("files", "%,d (%,d bytes)".formatted(report.files().size(), counts.bytes()));
        rows.row(
                "transactions",
                "%,d, from %s to %s"
                        .formatted(counts.transactions(), report.first(), report.last()));
        rows.row(
                "signatures",
                "%,d by nodes, %,d by the service (COSE)"
                        .formatted(counts.nodeSignatures(), counts.coseSignatures()));
        rows.row("member messages", "%,d verified".formatted(counts.envelopes()));
        rows.column("views", report.views().stream().map(LedgerReport::view).toList());
        rows.column("service", report.serviceChanges().stream().map(LedgerReport::change).toList());
        rows.column("governance", governance());
        rows.row("unsigned end", openEnd(report.openEnd()));
    }

    /** For programs. */
    ObjectNode json() {
        AuditReport.Counts counts = report.counts();
        ObjectNode json = Json.object().put("valid", true);
        json.put("first", report.first().toString()).put("last", report.last().toString());
        json.put("last_signed", report.lastSigned().toString());
        json.put("files", report.files().size()).put("bytes", counts.bytes());
        json.put("transactions", counts.transactions());
        json.put("node_signatures", counts.nodeSignatures());
        json.put("cose_signatures", counts.coseSignatures());
        json.put("member_messages", counts.envelopes());
        ArrayNode views = json.putArray("views");
        report.views().forEach(first -> views.add(first.toString()));
        ArrayNode changes = json.putArray("service");
        for (ServiceChange change : report.serviceChanges()) {
            changes.addObject()
                    .put("seqno", change.seqno())
                    .put("status", change.status())
                    .put("key_id", change.serviceKeyId());
        }
        ObjectNode governance = json.putObject("governance");
        report.governanceCounts()
                .forEach((kind, count) -> governance.put(words(kind).replace(' ', '_'), count));
        json.put("unsigned_entries", report.openEnd().unsignedEntries());
        return json.put("torn_bytes", report.openEnd().tornBytes());
    }

    private static String view(TxId first) {
        return "%d begins with %s".formatted(first.view(), first);
    }

    private static String change(ServiceChange change) {
        String key = change.serviceKeyId();
        return "%s at seqno %d (key %s...)"
                .formatted(
                        change.status(),
                        change.seqno(),
                        key.substring(0, Math.min(KEY_ID_CHARS, key.length())));
    }

    private List<String> governance() {
        List<String> lines = new ArrayList<>();
        report.governanceCounts()
                .forEach((kind, count) -> lines.add("%,d × %s".formatted(count, words(kind))));
        return lines;
    }

    /** A governance event, for people. */
    static String line(GovernanceEvent event) {
        return "seqno %d: %s %s"
                .formatted(event.seqno(), words(event.kind()), event.subject())
                .stripTrailing();
    }

    /** A governance event, for programs. */
    static ObjectNode json(GovernanceEvent event) {
        ObjectNode json = Json.object();
        json.putObject("event")
                .put("seqno", event.seqno())
                .put("kind", words(event.kind()).replace(' ', '_'))
                .put("subject", event.subject());
        return json;
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
}
