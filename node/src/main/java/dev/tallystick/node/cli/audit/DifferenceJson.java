package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.diff.DiffReport;
import dev.tallystick.ledger.diff.DiffReport.Divergence;
import dev.tallystick.ledger.diff.DiffReport.Extent;
import dev.tallystick.ledger.diff.DiffReport.LayoutDifference;
import dev.tallystick.ledger.diff.DiffReport.Place;
import dev.tallystick.ledger.diff.EntryDifference;
import dev.tallystick.ledger.diff.KeyState;
import dev.tallystick.ledger.view.KeyText;
import dev.tallystick.ledger.view.ValueText;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;

/** How two copies of a ledger differ, for programs. */
final class DifferenceJson {
    private DifferenceJson() {}

    static ObjectNode of(DiffReport report) {
        ObjectNode json =
                Json.object().put("equal", report.relation() == DiffReport.Relation.EQUAL);
        json.put("relation", name(report.relation()));
        json.put("equal_transactions", report.equalCount());
        json.set("first", extent(report.a()));
        json.set("second", extent(report.b()));
        Divergence divergence = report.divergence();
        if (divergence != null) {
            json.set("divergence", divergence(divergence));
        }
        json.put("other_files", report.layoutCount());
        ArrayNode layout = json.putArray("files");
        for (LayoutDifference other : report.layout()) {
            layout.addObject()
                    .put("seqno", other.seqno())
                    .put("first", other.a())
                    .put("second", other.b());
        }
        return json;
    }

    private static ObjectNode extent(Extent extent) {
        return Json.object().put("from", extent.first()).put("last", extent.last().toString());
    }

    private static ObjectNode divergence(Divergence divergence) {
        ObjectNode json = Json.object().put("seqno", divergence.seqno());
        json.set("first", place(divergence.a()));
        json.set("second", place(divergence.b()));
        json.put("entry_offset", divergence.offset());
        ArrayNode differences = json.putArray("differences");
        divergence.differences().forEach(difference -> differences.add(difference(difference)));
        return json;
    }

    private static ObjectNode place(Place place) {
        return Json.object()
                .put("transaction", place.txId().toString())
                .put("file", place.file().toString())
                .put("offset", place.offset());
    }

    private static ObjectNode difference(EntryDifference difference) {
        return switch (difference) {
            case EntryDifference.OfField field ->
                    part(name(field.field())).put("first", field.a()).put("second", field.b());
            case EntryDifference.OfKey key -> {
                ObjectNode json = part("table").put("table", key.map());
                KeyText.of(key.map(), key.key()).put(json);
                json.set("first", state(key.a()));
                json.set("second", state(key.b()));
                yield json;
            }
            case EntryDifference.OfForm form -> part("form").put("entry_offset", form.offset());
            case EntryDifference.OfPrivateDomain domain ->
                    part("private_domain")
                            .put("first_size", domain.aSize())
                            .put("second_size", domain.bSize());
            case EntryDifference.Unreadable unreadable ->
                    part("unreadable")
                            .put("copy", unreadable.isFirst() ? "first" : "second")
                            .put("error", unreadable.reason());
        };
    }

    private static ObjectNode part(String name) {
        return Json.object().put("part", name);
    }

    private static ObjectNode state(KeyState state) {
        return switch (state) {
            case KeyState.Written written -> ValueText.of(written.value()).put(Json.object());
            case KeyState.Removed removed -> Json.object().put("removed", true);
            case KeyState.Untouched untouched -> Json.object().put("untouched", true);
        };
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
