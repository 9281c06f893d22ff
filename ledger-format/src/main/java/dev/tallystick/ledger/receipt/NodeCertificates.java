package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerReader;
import dev.tallystick.ledger.files.RawEntry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The certificates of nodes as the ledger's tables tell them: needed for signatures of CCF 1.x,
 * which do not carry them. The ledger is read once, when first asked.
 */
final class NodeCertificates {
    private final LedgerChunks ledger;

    /** By node id, then by the seqno of the write; null until read. */
    private @Nullable Map<String, NavigableMap<Long, String>> byNode;

    NodeCertificates(LedgerChunks ledger) {
        this.ledger = ledger;
    }

    /**
     * The certificate that a node had when it signed.
     *
     * @throws LedgerFormatException if the ledger does not tell
     */
    String of(String node, long seqno) throws IOException {
        if (byNode == null) {
            byNode = read();
        }
        var earlier = byNode.getOrDefault(node, new TreeMap<>()).floorEntry(seqno);
        if (earlier == null) {
            throw new LedgerFormatException(
                    "the ledger does not tell the certificate of node " + node + " at " + seqno);
        }
        return earlier.getValue();
    }

    private Map<String, NavigableMap<Long, String>> read() throws IOException {
        Map<String, NavigableMap<Long, String>> found = new HashMap<>();
        EntryDecoder decoder = new EntryDecoder();
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            for (Optional<RawEntry> raw = reader.next(); raw.isPresent(); raw = reader.next()) {
                read(decoder.decodePublic(raw.get().bytes()), found);
            }
        }
        return found;
    }

    private static void read(Entry entry, Map<String, NavigableMap<Long, String>> found) {
        long seqno = entry.txId().seqno();
        writes(entry, TableNames.NODES_INFO)
                .forEach(
                        (node, info) ->
                                JsonFields.of(Json.parse(info), "nodes.info")
                                        .findText("cert")
                                        .ifPresent(pem -> put(found, node.utf8(), seqno, pem)));
        writes(entry, TableNames.NODES_ENDORSED_CERTIFICATES)
                .forEach((node, pem) -> put(found, node.utf8(), seqno, pem.utf8()));
    }

    private static Map<Bytes, Bytes> writes(Entry entry, String table) {
        return entry.publicWrites()
                .map(table)
                .<Map<Bytes, Bytes>>map(MapWrites::writes)
                .orElse(Map.of());
    }

    private static void put(
            Map<String, NavigableMap<Long, String>> found, String node, long seqno, String pem) {
        found.computeIfAbsent(node, id -> new TreeMap<>()).put(seqno, pem);
    }
}
