package dev.tallystick.governance.api;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.ledger.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The JavaScript application as it is deployed (spec 03, 3.6; spec 04, 2.7). */
final class JavaScriptRoutes {
    private static final String MODULE = "moduleName";
    private static final String MODULES = "/service/javascript-modules";

    /** Stored field to shown field. */
    private static final Map<String, String> SHOWN_AS =
            Map.of(
                    "js_module", "jsModule",
                    "js_function", "jsFunction",
                    "forwarding_required", "forwardingRequired",
                    "redirection_strategy", "redirectionStrategy",
                    "authn_policies", "authnPolicies",
                    "mode", "mode",
                    "openapi", "openApi");

    List<GovRoute> routes() {
        return List.of(
                GovRoute.read("/service/javascript-app", JavaScriptRoutes::application)
                        .since(ApiVersion.V2024_07_01),
                GovRoute.read(MODULES, JavaScriptRoutes::modules).since(ApiVersion.V2024_07_01),
                GovRoute.read(MODULES + "/{" + MODULE + "}", JavaScriptRoutes::module)
                        .since(ApiVersion.V2024_07_01));
    }

    private static GovResponse application(GovCall call) {
        String wanted = call.request().query().get("case");
        if (wanted != null && !wanted.equals("original")) {
            throw GovException.badRequest(
                    ErrorCode.INVALID_QUERY_PARAMETER_VALUE,
                    "Accepted values for the 'case' query parameter are: original");
        }
        ObjectNode body = Json.object();
        ObjectNode endpoints = body.putObject("endpoints");
        Tables.ENDPOINTS.forEach(
                call.tx(),
                (key, stored) -> {
                    int space = key.indexOf(' ');
                    String verb = key.substring(0, Math.max(space, 0));
                    String path = key.substring(space + 1);
                    JsonNode shown = wanted == null ? inCamelCase(stored) : stored;
                    endpoints.withObjectProperty(path).set(verb, shown);
                });
        return GovResponse.json(body);
    }

    /** The known fields, those that are not stored with their defaults. */
    private static ObjectNode inCamelCase(JsonNode stored) {
        ObjectNode shown =
                Json.object()
                        .put("jsModule", "")
                        .put("jsFunction", "")
                        .put("redirectionStrategy", "to_primary")
                        .put("mode", "readwrite");
        shown.putNull("openApi");
        SHOWN_AS.forEach(
                (field, name) -> {
                    JsonNode value = stored.get(field);
                    if (value != null) {
                        shown.set(name, value);
                    }
                });
        return shown;
    }

    private static GovResponse modules(GovCall call) {
        ObjectNode body = Json.object();
        ArrayNode value = body.putArray("value");
        Tables.MODULES
                .rowsOf(call.tx())
                .keySet()
                .forEach(name -> value.addObject().put("moduleName", name));
        return GovResponse.json(body);
    }

    private static GovResponse module(GovCall call) {
        String name = decoded(call.path(MODULE));
        return Tables.MODULES
                .get(call.tx(), name)
                .map(GovResponse::javaScript)
                .orElseThrow(
                        () ->
                                GovException.notFound(
                                        ErrorCode.RESOURCE_NOT_FOUND,
                                        "Module " + name + " does not exist."));
    }

    /** A malformed escape stays as it is: no module is called so. */
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
