package dev.tallystick.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finding endpoints (spec 04, 2.2 and section 3). */
class LookupTest {
    private static final String PROPERTIES =
            """
            {"forwarding_required":"sometimes","authn_policies":[],"js_module":"/m.js","js_function":"f"}
            """;

    private final JsTestBed bed = new JsTestBed();

    @BeforeEach
    void deploy() {
        for (String key :
                List.of(
                        "GET /log",
                        "POST /log",
                        "GET /log/{id}",
                        "DELETE /log/{id}",
                        "GET /log/count",
                        "POST /x/{a}:do/{b}",
                        "PUT /both/{a}",
                        "PUT /{a}/both",
                        "BREW /odd",
                        "noverb")) {
            bed.endpoint(key, PROPERTIES);
        }
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private JsLookup find(String verb, String path) {
        return bed.application.find(bed.store.begin(), verb, path);
    }

    @ParameterizedTest(name = "{0} {1} is {2} with {3}")
    @CsvSource({
        "GET, /log, /log, {}",
        "GET, /log/count, /log/count, {}",
        "GET, /log/a%2Fb:c, /log/{id}, {id=a%2Fb:c}",
        "POST, /x/1:do/2, /x/{a}:do/{b}, '{a=1, b=2}'",
        "PUT, /both/1, /both/{a}, {a=1}",
        "BREW, /odd, /odd, {}"
    })
    void aRequestFindsItsEndpoint(String verb, String path, String template, String params) {
        JsLookup.Found found = assertInstanceOf(JsLookup.Found.class, find(verb, path));

        assertEquals(template, found.endpoint().path());
        assertEquals("/app" + template, found.endpoint().route());
        assertEquals(params, found.params().toString());
    }

    @ParameterizedTest(name = "{0} {1} is not there, allowed is {2}")
    @CsvSource({
        "GET, /nope, ''",
        "GET, /log/, ''",
        "GET, /log/1/2, ''",
        "POST, /x/1:2:do/3, ''",
        "PUT, /log, 'GET,POST'",
        "PUT, /log/1, 'DELETE,GET'",
        "OPTIONS, /log/count, 'DELETE,GET'"
    })
    void anUnknownRequestKnowsTheVerbsThatWouldMatch(String verb, String path, String allowed) {
        JsLookup.NotFound notFound = assertInstanceOf(JsLookup.NotFound.class, find(verb, path));

        assertEquals(
                allowed.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(allowed.split(","))),
                notFound.allowedVerbs());
    }

    @Test
    void severalMatchingTemplatesAreAnErrorThatNamesThem() {
        JsLookup.Ambiguous ambiguous =
                assertInstanceOf(JsLookup.Ambiguous.class, find("PUT", "/both/both"));

        assertEquals(
                "Multiple potential matches for path: /both/both\n  /both/{a}\n  /{a}/both",
                ambiguous.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "5",
                "{}",
                "{\"forwarding_required\":\"perhaps\",\"authn_policies\":[]}",
                "{\"forwarding_required\":\"never\"}",
                "{\"forwarding_required\":\"never\",\"authn_policies\":[5]}",
                "{\"forwarding_required\":\"never\",\"authn_policies\":[{\"all_of\":[\"jwt\",\"jwt\"]}]}",
                "{\"forwarding_required\":\"never\",\"authn_policies\":[],\"mode\":\"rw\"}"
            })
    void aMalformedRowIsReportedAndDisturbsNoOther(String properties) {
        bed.endpoint("GET /bad", properties);

        assertInstanceOf(JsLookup.Malformed.class, find("GET", "/bad"));
        assertInstanceOf(JsLookup.Found.class, find("GET", "/log/1"));
        assertEquals(9, bed.application.endpoints(bed.store.begin()).size());
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        JsEndpoint endpoint = JsEndpoint.fromJson("GET", "/p", Json.parse(PROPERTIES));

        assertEquals(JsEndpoint.Redirection.TO_PRIMARY, endpoint.redirection());
        assertEquals(JsEndpoint.Mode.READWRITE, endpoint.mode());
        assertEquals(List.of(), endpoint.authnPolicies());
    }

    @Test
    void everyPropertyIsRead() {
        JsEndpoint endpoint =
                JsEndpoint.fromJson(
                        "GET",
                        "/p",
                        Json.parse(
                                """
                                {"forwarding_required":"always","redirection_strategy":"to_backup","mode":"historical",
                                 "authn_policies":["user_cert",{"all_of":["user_cert","jwt"]}],"js_module":"/m.js",
                                 "js_function":"f","openapi":{"summary":"s"},"openapi_hidden":true,
                                 "interpreter_reuse":{"key":"k"},"unknown":1}
                                """));

        assertEquals(
                new JsEndpoint(
                        "GET",
                        "/p",
                        JsEndpoint.Forwarding.ALWAYS,
                        JsEndpoint.Redirection.TO_BACKUP,
                        List.of(
                                new JsAuthnPolicy.Named("user_cert"),
                                new JsAuthnPolicy.AllOf(List.of("jwt", "user_cert"))),
                        JsEndpoint.Mode.HISTORICAL,
                        "/m.js",
                        "f",
                        Json.parse("{\"summary\":\"s\"}"),
                        true,
                        "k"),
                endpoint);
    }

    @Test
    void aPolicyThatIsNeitherNameNorListIsNamed() {
        JsEndpointException e =
                assertThrows(
                        JsEndpointException.class,
                        () ->
                                JsEndpoint.fromJson(
                                        "GET",
                                        "/p",
                                        Json.parse(
                                                "{\"forwarding_required\":\"never\",\"authn_policies\":[{\"any\":1}]}")));

        assertEquals("Unsupported auth policy: {\"any\":1}", e.getMessage());
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "/a/{x}, /a/b, {x=b}",
        "/{x}.js, /y.js, {x=y}",
        "/{x}.js, /y.jsx, ''",
        "/{x}/, /y, ''",
        "/{x, /{x, {}",
        "/{a}-{b}, /1-2-3, '{a=1, b=2-3}'"
    })
    void templatesMatchWholePaths(String template, String path, String params) {
        Map<String, String> found = PathTemplate.of(template).match(path);

        assertEquals(params, found == null ? "" : found.toString());
    }
}
