package dev.tallystick.governance.api;

import dev.tallystick.governance.tables.JwtKey;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.Pem;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Whose JSON Web Tokens the service accepts (spec 03, 3.6). */
final class JwkRoutes {
    List<GovRoute> routes() {
        return List.of(GovRoute.read("/service/jwk", JwkRoutes::jwk));
    }

    private static GovResponse jwk(GovCall call) {
        Transaction tx = call.tx();
        ObjectNode body = Json.object();
        ObjectNode issuers = body.putObject("issuers");
        Tables.JWT_ISSUERS.forEach(tx, (issuer, stored) -> issuers.set(issuer, issuer(stored)));
        ObjectNode keys = body.putObject("keys");
        Tables.JWT_SIGNING_KEYS.forEach(tx, (kid, stored) -> keys.set(kid, keys(stored)));
        ObjectNode bundles = body.putObject("caCertBundles");
        Tables.CA_CERT_BUNDLES.forEach(tx, bundles::put);
        return GovResponse.json(body);
    }

    private static ObjectNode issuer(JsonNode stored) {
        ObjectNode json =
                Json.object().put("autoRefresh", stored.path("auto_refresh").asBoolean(false));
        JsonNode bundle = stored.path("ca_cert_bundle_name");
        if (bundle.isString()) {
            json.set("caCertBundleName", bundle);
        }
        return json;
    }

    private static ArrayNode keys(List<JwtKey> stored) {
        ArrayNode json = Json.array();
        for (JwtKey key : stored) {
            json.addObject()
                    .put("publicKey", Pem.encode(Pem.PUBLIC_KEY, key.publicKey().toArray()))
                    .put("issuer", key.issuer())
                    .put("constraint", key.constraint());
        }
        return json;
    }
}
