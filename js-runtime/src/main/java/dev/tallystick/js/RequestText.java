package dev.tallystick.js;

import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The request object as JSON, for the prelude to parse and complete (spec 04, section 5). */
final class RequestText {
    private RequestText() {}

    static String of(JsRequest request, JsEndpoint endpoint) {
        ObjectNode json = Json.object();
        ObjectNode headers = json.putObject("headers");
        request.headers().forEach(headers::put);
        json.put("query", request.query());
        json.put("path", request.path());
        json.put("method", request.verb());
        json.put("hostname", request.headers().get("host"));
        json.put("route", endpoint.route());
        json.put("url", request.url());
        ObjectNode params = json.putObject("params");
        request.params().forEach(params::put);
        json.putNull("body"); // the prelude puts its functions here
        JsCaller caller = request.caller();
        if (caller == null) {
            json.putNull("caller");
        } else {
            json.set("caller", caller(caller));
        }
        return Json.compact(json);
    }

    private static ObjectNode caller(JsCaller caller) {
        ObjectNode json = Json.object();
        switch (caller) {
            case JsCaller.UserCert user ->
                    certificate(json, "user_cert", user.id(), user.data(), user.certificatePem());
            case JsCaller.MemberCert member ->
                    certificate(
                            json,
                            "member_cert",
                            member.id(),
                            member.data(),
                            member.certificatePem());
            case JsCaller.AnyCert any -> {
                json.put("policy", "any_cert");
                json.put("cert", any.certificatePem());
            }
            case JsCaller.UserCoseSign1 signed -> {
                json.putObject("cose").putNull("content"); // the prelude puts the payload here
                JsCaller.UserCert user = signed.user();
                certificate(json, "user_cose_sign1", user.id(), user.data(), user.certificatePem());
            }
            case JsCaller.Jwt jwt -> {
                json.put("policy", "jwt");
                ObjectNode token = json.putObject("jwt");
                token.put("keyIssuer", jwt.keyIssuer());
                token.set("header", jwt.header());
                token.set("payload", jwt.payload());
            }
            case JsCaller.NoAuth none -> json.put("policy", "no_auth");
            case JsCaller.AllOf all -> {
                all.byPolicy().forEach((name, one) -> json.set(name, caller(one)));
                ArrayNode names = json.putArray("policy");
                all.byPolicy().keySet().forEach(names::add);
            }
        }
        return json;
    }

    private static void certificate(
            ObjectNode json,
            String policy,
            String id,
            tools.jackson.databind.@Nullable JsonNode data,
            String pem) {
        json.put("policy", policy);
        json.put("id", id);
        if (data == null) {
            json.putNull("data");
        } else {
            json.set("data", data);
        }
        json.put("cert", pem);
    }

    /** The payload of the signed request among the caller's policies, null if there is none. */
    static byte @Nullable [] coseContent(@Nullable JsCaller caller) {
        if (caller instanceof JsCaller.UserCoseSign1 signed) {
            return signed.content();
        }
        return caller instanceof JsCaller.AllOf all
                ? coseContent(all.byPolicy().get("user_cose_sign1"))
                : null;
    }
}
