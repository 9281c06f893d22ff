package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.snapshot.SnapshotCheck;
import dev.tallystick.ledger.snapshot.SnapshotHeader;
import dev.tallystick.ledger.snapshot.VerifiedSnapshot;
import dev.tallystick.node.cli.terminal.LabelledRows;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is said of a snapshot that is valid. */
final class SnapshotReport {
    private static final int LABEL_CHARS = 17;
    private static final int CHECKS_PER_LINE = 4;

    private final Path file;
    private final VerifiedSnapshot verified;

    SnapshotReport(Path file, VerifiedSnapshot verified) {
        this.file = file;
        this.verified = verified;
    }

    /** For people. */
    void print(PrintStream out) {
        out.println(
                "%s is a valid snapshot of %s."
                        .formatted(file.getFileName(), verified.header().txId()));
        LabelledRows rows = new LabelledRows(out, LABEL_CHARS);
        rows.row("digest", verified.digest().hex());
        rows.row("proved by", "%s, signed by node".formatted(verified.evidence()));
        rows.row("", verified.signingNode());
        VerifiedSnapshot.Service service = verified.service();
        rows.row(
                "service",
                "%s, key %s"
                        .formatted(
                                service.certificate().subject(),
                                service.certificate().publicKey().idHex()));
        if (!service.isGiven()) {
            rows.row("", "as the snapshot itself says: compare, or give --service-cert");
        }
        rows.column("views", views(verified.header()).stream().map(SnapshotReport::view).toList());
        rows.row("public tables", describe(verified.publicContent()));
        if (verified.privateContent() != null) {
            rows.row("private tables", describe(verified.privateContent()));
        }
        rows.column("checked", titles());
        List<String> notMade = new ArrayList<>();
        verified.notMade().forEach((check, reason) -> notMade.add(check.title() + ": " + reason));
        rows.column("not checked", notMade);
        out.println();
    }

    private List<String> titles() {
        List<String> titles = verified.passed().stream().map(SnapshotCheck::title).toList();
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < titles.size(); from += CHECKS_PER_LINE) {
            int to = Math.min(from + CHECKS_PER_LINE, titles.size());
            lines.add(String.join(", ", titles.subList(from, to)));
        }
        return lines;
    }

    private static String describe(VerifiedSnapshot.Content content) {
        return "%,d with %,d rows (%,d bytes)"
                .formatted(content.maps(), content.rows(), content.bytes());
    }

    /** For programs. */
    ObjectNode json() {
        SnapshotHeader header = verified.header();
        ObjectNode json = Json.object().put("valid", true).put("file", file.toString());
        json.put("snapshot", header.txId().toString());
        json.put("digest", verified.digest().hex()).put("leaf", header.leaf().hex());
        json.put("evidence", verified.evidence().toString()).put("node", verified.signingNode());
        VerifiedSnapshot.Service service = verified.service();
        json.putObject("service")
                .put("subject", service.certificate().subject())
                .put("key_id", service.certificate().publicKey().idHex())
                .put("given", service.isGiven());
        ArrayNode views = json.putArray("views");
        views(header).forEach(first -> views.add(first.toString()));
        json.set("public_tables", content(verified.publicContent()));
        if (verified.privateContent() != null) {
            json.set("private_tables", content(verified.privateContent()));
        }
        ArrayNode passed = json.putArray("checks");
        verified.passed().forEach(check -> passed.add(name(check)));
        ObjectNode notMade = json.putObject("not_checked");
        verified.notMade().forEach((check, reason) -> notMade.put(name(check), reason));
        return json;
    }

    private static ObjectNode content(VerifiedSnapshot.Content content) {
        return Json.object()
                .put("tables", content.maps())
                .put("rows", content.rows())
                .put("bytes", content.bytes());
    }

    private static String name(SnapshotCheck check) {
        return check.name().toLowerCase(Locale.ROOT);
    }

    /** The first transaction of each view that has any. */
    static List<TxId> views(SnapshotHeader header) {
        List<Long> starts = header.viewStarts();
        List<TxId> views = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            boolean isEmpty = i + 1 < starts.size() && starts.get(i + 1).equals(starts.get(i));
            if (!isEmpty) {
                views.add(new TxId(i + 1L, starts.get(i)));
            }
        }
        return views;
    }

    /** A view for people. */
    static String view(TxId first) {
        return "%d begins with %s".formatted(first.view(), first);
    }
}
