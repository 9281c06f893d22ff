package dev.tallystick.governance.service;

import dev.tallystick.governance.tables.Tables;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.Certificate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Rows in a form that is the same for every execution: without random numbers and signatures. */
final class ReplayedRows {
    /** Fields that hold ciphertext or signatures. */
    private static final Set<String> SECRET =
            Set.of(
                    "encrypted_secret",
                    "encrypted_data",
                    "wrapped_latest_ledger_secret",
                    "endorsement",
                    "endorsing_key");

    /** QuickJS does not tell the line of a function that fits on one. */
    private static final Pattern LINE = Pattern.compile("]\\]:\\d+\\)");

    private ReplayedRows() {}

    static String withoutLines(String text) {
        return LINE.matcher(text).replaceAll("]])");
    }

    /** JSON with the elements of a list in their own order; other text as it is. */
    static String unordered(String text) {
        if (!text.startsWith("{\"value\":[")) {
            return text;
        }
        List<String> elements = new ArrayList<>();
        Json.parse(text).path("value").forEach(element -> elements.add(Json.compact(element)));
        Collections.sort(elements);
        return elements.toString();
    }

    static String comparable(String table, Bytes value) {
        if (table.equals(Tables.MODULES_BYTECODE.name())
                || table.equals(Tables.MODULES_BYTECODE_VERSION.name())) {
            return "of the engine";
        }
        if (table.equals(Tables.NODE_ENDORSED_CERTIFICATES.name())) {
            return validity(value.utf8());
        }
        if (table.equals(Tables.SERVICE_INFO.name())) {
            ObjectNode info = (ObjectNode) Json.parse(value);
            info.put("cert", validity(info.path("cert").stringValue()));
            return Json.compact(info);
        }
        if (table.startsWith("public:ccf.internal.")) {
            return Json.compact(masked(Json.parse(value)));
        }
        return withoutLines(value.utf8());
    }

    private static String validity(String pem) {
        Certificate certificate = Certificate.fromPem(pem);
        return certificate.subject()
                + " by "
                + certificate.issuer()
                + " "
                + certificate.notBefore()
                + " - "
                + certificate.notAfter();
    }

    private static JsonNode masked(JsonNode json) {
        if (json instanceof ObjectNode object) {
            for (String field : Set.copyOf(object.propertyNames())) {
                JsonNode value = object.get(field);
                boolean isShare = field.length() == 64 && value.isString();
                if (SECRET.contains(field) || isShare) {
                    object.put(field, "secret");
                } else {
                    masked(value);
                }
            }
        } else {
            json.forEach(ReplayedRows::masked);
        }
        return json;
    }
}
