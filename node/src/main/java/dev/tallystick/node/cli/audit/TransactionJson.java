package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.view.KeyText;
import dev.tallystick.ledger.view.SignatureSummary;
import dev.tallystick.ledger.view.ValueText;
import dev.tallystick.ledger.view.ViewedEntry;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;

/** Transactions, their changes and signatures for programs. */
final class TransactionJson {
    private TransactionJson() {}

    /**
     * One transaction.
     *
     * @param maps those of its changes that are wanted
     */
    static ObjectNode of(ViewedEntry viewed, List<MapWrites> maps) {
        Entry entry = viewed.entry();
        ObjectNode json = Json.object().put("transaction", entry.txId().toString());
        json.put("type", entry.type().code());
        json.put("ends_chunk", EntryFlags.endsChunk(entry.flags()));
        json.put("starts_chunk", EntryFlags.startsChunk(entry.flags()));
        json.put("file", viewed.file().toString()).put("offset", viewed.offset());
        json.put("size", viewed.size());
        json.put("public_size", viewed.publicSize()).put("private_size", viewed.privateSize());
        json.put("write_set_digest", entry.writeSetDigest().hex());
        if (!entry.claims().equals(Digest.ZERO)) {
            json.put("claims_digest", entry.claims().hex());
        }
        SignatureSummary.of(entry).ifPresent(signed -> json.set("signature", signature(signed)));
        json.put("private_tables", viewed.privatePart().name().toLowerCase(Locale.ROOT));
        ArrayNode tables = json.putArray("tables");
        maps.forEach(map -> tables.add(table(map)));
        return json;
    }

    private static ObjectNode table(MapWrites map) {
        ObjectNode json = Json.object().put("name", map.name()).put("public", map.isPublic());
        ArrayNode writes = json.putArray("writes");
        map.writes()
                .forEach(
                        (key, value) ->
                                ValueText.of(value)
                                        .put(KeyText.of(map.name(), key).put(writes.addObject())));
        ArrayNode removals = json.putArray("removals");
        for (Bytes key : map.removals()) {
            KeyText.of(map.name(), key).put(removals.addObject());
        }
        return json;
    }

    /** Who signed. */
    static ObjectNode signature(SignatureSummary signature) {
        ObjectNode json = Json.object().put("transaction", signature.txId().toString());
        json.put("root", signature.root().hex()).put("node", signature.node());
        SignatureSummary.ServiceSignature service = signature.service();
        if (service != null) {
            json.put("service_key_id", service.keyId());
        }
        signature.time().ifPresent(time -> json.put("time", time.toString()));
        return json;
    }
}
