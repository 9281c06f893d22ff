package dev.tallystick.governance.api;

import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeInfo;
import dev.tallystick.governance.tables.NodeInterface;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.platform.QuoteInfo;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;

/** A node as {@code /service/nodes} shows it (spec 03, 3.6). */
final class NodeView {
    private NodeView() {}

    static ObjectNode of(Transaction tx, NodeId id, NodeInfo info) {
        ObjectNode json = Json.object().put("nodeId", id.hex());
        json.put("status", info.status().text());
        JsonNode data = info.data();
        json.set("nodeData", data == null ? json.nullNode() : data);
        Tables.NODE_ENDORSED_CERTIFICATES
                .get(tx, id)
                .ifPresent(pem -> json.put("certificate", pem));
        json.put("retiredCommitted", info.isRetiredCommitted());
        json.set("quoteInfo", quote(info.quoteInfo()));
        json.set("rpcInterfaces", interfaces(info.rpcInterfaces()));
        return json;
    }

    private static ObjectNode quote(QuoteInfo quote) {
        ObjectNode json = Json.object().put("format", quote.format().text());
        switch (quote.format()) {
            case INSECURE_VIRTUAL -> {
                json.put("rawQuote", base64(quote.quote()));
                virtualDetails(quote.quote(), json);
            }
            case AMD_SEV_SNP_V1 -> {
                if (quote.uvmEndorsements() != null) {
                    json.put("uvmEndorsements", base64(quote.uvmEndorsements()));
                }
                if (quote.endorsedTcb() != null) {
                    byte[] tcb = Hex.decode(quote.endorsedTcb());
                    json.put("endorsedTcb", Base64.getEncoder().encodeToString(tcb));
                }
            }
            case OE_SGX_V1 -> {
                json.put("quote", base64(quote.quote()));
                json.put("endorsements", base64(quote.endorsements()));
            }
        }
        return json;
    }

    /** What the virtual quote says of itself; nothing when it is no JSON, which proves no more. */
    private static void virtualDetails(Bytes quote, ObjectNode into) {
        JsonNode claims;
        try {
            claims = Json.parse(quote);
        } catch (LedgerFormatException e) {
            return;
        }
        ObjectNode details = into.putObject("details");
        details.set("measurement", claims.path("measurement"));
        details.set("reportData", claims.path("report_data"));
        details.set("hostData", claims.path("host_data"));
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static ObjectNode interfaces(SortedMap<String, NodeInterface> rpcInterfaces) {
        ObjectNode json = Json.object();
        for (Map.Entry<String, NodeInterface> rpc : rpcInterfaces.entrySet()) {
            ObjectNode one = json.putObject(rpc.getKey());
            one.put("publishedAddress", rpc.getValue().address());
            if (rpc.getValue().appProtocol() != null) {
                one.put("protocol", rpc.getValue().appProtocol());
            }
        }
        return json;
    }
}
