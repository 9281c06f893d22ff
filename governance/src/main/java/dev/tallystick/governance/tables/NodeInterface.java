package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a node listens, as recorded in {@code public:ccf.gov.nodes.info} (spec 03, 7.3).
 *
 * @param bindAddress {@code host:port}
 * @param publishedAddress {@code host:port}; null means the bind address
 * @param protocol null unless set
 * @param appProtocol null unless set
 * @param more every other field that is set, under its stored name
 */
public record NodeInterface(
        String bindAddress,
        @Nullable String publishedAddress,
        @Nullable String protocol,
        @Nullable String appProtocol,
        ObjectNode more) {
    private static final String BIND_ADDRESS = "bind_address";
    private static final String PUBLISHED_ADDRESS = "published_address";
    private static final String PROTOCOL = "protocol";
    private static final String APP_PROTOCOL = "app_protocol";

    /** An interface with nothing but its addresses. */
    public static NodeInterface of(String bindAddress, String publishedAddress) {
        return new NodeInterface(bindAddress, publishedAddress, null, null, Json.object());
    }

    /** The address for others to use. */
    public String address() {
        return publishedAddress == null ? bindAddress : publishedAddress;
    }

    /** The stored form. */
    public ObjectNode toJson() {
        ObjectNode json = more.deepCopy();
        json.put(BIND_ADDRESS, bindAddress);
        Fields.put(json, PUBLISHED_ADDRESS, publishedAddress);
        Fields.put(json, PROTOCOL, protocol);
        Fields.put(json, APP_PROTOCOL, appProtocol);
        return json;
    }

    /** Reads the stored form, which is also that of the node's configuration. */
    public static NodeInterface fromJson(JsonNode json) {
        Fields fields = new Fields(json);
        ObjectNode more = ((ObjectNode) json).deepCopy();
        more.remove(BIND_ADDRESS);
        more.remove(PUBLISHED_ADDRESS);
        more.remove(PROTOCOL);
        more.remove(APP_PROTOCOL);
        return new NodeInterface(
                fields.text(BIND_ADDRESS),
                fields.optionalText(PUBLISHED_ADDRESS),
                fields.optionalText(PROTOCOL),
                fields.optionalText(APP_PROTOCOL),
                more);
    }
}
