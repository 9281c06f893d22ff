package dev.tallystick.node.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.governance.auth.CertificatePolicy;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.governance.tables.UserId;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.node.http.Authority;
import dev.tallystick.node.http.Credentials;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.http.HttpSession;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Who may call what: policies, interface filters, accept headers (spec 02, 3.6, 3.8, 7.1, 7.2). */
class EndpointAccessTest {
    /** A little ahead, so that certificates made from now on are valid at it. */
    private final Instant now = Instant.now().plusSeconds(600);

    private final DispatcherFixture node = new DispatcherFixture();
    private final AuthPolicies policies = new AuthPolicies(InstantSource.fixed(now));

    @AfterEach
    void close() {
        node.close();
    }

    private void register(String path, List<AuthPolicy> accepted) {
        node.endpoints.add(
                Endpoint.reading(
                                FrontendName.APP,
                                "GET",
                                path,
                                context ->
                                        RpcResponse.of(
                                                HttpResponse.text(
                                                        200,
                                                        context.caller()
                                                                .getClass()
                                                                .getSimpleName())))
                        .withPolicies(accepted));
    }

    private HttpSession with(Credentials.Identity identity) {
        return node.session(Authority.NODE, Bytes.wrap(identity.certificate().der()));
    }

    private void addUser(Credentials.Identity user) {
        UserId id = UserId.of(user.certificate().fingerprint());
        node.write(tx -> Tables.USER_CERTS.put(tx, id, user.certificate().pem()));
    }

    @Test
    void aKnownUserIsRecognisedByItsCertificate() {
        Credentials.Identity user = Credentials.client(Curve.P384);
        addUser(user);
        register("/x", List.of(policies.certificate(CertificatePolicy.USER_CERT)));

        assertEquals("User", node.ask(with(user), "GET", "/x").body().utf8());
    }

    @Test
    void allFailuresAreListedInTheOrderOfThePolicies() {
        register(
                "/x",
                List.of(
                        policies.certificate(CertificatePolicy.USER_CERT),
                        policies.certificate(CertificatePolicy.ANY_CERT)));

        assertEquals(
                "401 {\"error\":{\"code\":\"InvalidAuthenticationInfo\",\"details\":[{\"auth_policy\":\"user_cert\",\"code\":\"InvalidAuthenticationInfo\",\"message\":\"No"
                    + " caller user"
                    + " certificate\"},{\"auth_policy\":\"any_cert\",\"code\":\"InvalidAuthenticationInfo\",\"message\":\"No"
                    + " caller certificate\"}],\"message\":\"Invalid authentication"
                    + " credentials.\"}}",
                DispatcherFixture.error(node.ask("GET", "/x")));
    }

    @Test
    void theFirstPolicyThatAcceptsWins() {
        Credentials.Identity stranger = Credentials.client(Curve.P256);
        register(
                "/x",
                List.of(
                        policies.certificate(CertificatePolicy.USER_CERT),
                        policies.certificate(CertificatePolicy.ANY_CERT),
                        AuthPolicies.none()));

        assertEquals("Holder", node.ask(with(stranger), "GET", "/x").body().utf8());
        assertEquals("Anyone", node.ask("GET", "/x").body().utf8());
    }

    @Test
    void anExpiredCertificateIsRefusedBeforeItIsLookedUp() {
        Credentials.Identity expired =
                Credentials.client(Curve.P384, now.minusSeconds(10 * 24 * 3600));
        register("/x", List.of(policies.certificate(CertificatePolicy.USER_CERT)));

        HttpResponse answer = node.ask(with(expired), "GET", "/x");

        assertEquals(401, answer.status());
        String message = Json.parse(answer.body()).at("/error/details/0/message").asString();
        assertEquals(
                "Current time %d is after certificate's Not After validity period %d"
                        .formatted(
                                now.getEpochSecond(),
                                expired.certificate().notAfter().getEpochSecond()),
                message);
    }

    @Test
    void aPolicyThatDoesNotExistYetLetsNobodyIn() {
        register("/x", List.of(policies.named("jwt").orElseThrow(), AuthPolicies.none()));

        assertEquals(
                "500 {\"error\":{\"code\":\"InternalError\",\"message\":\"Authentication policy"
                        + " 'jwt' is not supported by this version of the node.\"}}",
                DispatcherFixture.error(node.ask("GET", "/x")));
    }

    @Test
    void aRefusedCallerDoesNotBindTheSession() {
        register("/x", List.of(policies.certificate(CertificatePolicy.ANY_CERT)));
        HttpSession session = node.session();

        assertEquals(401, node.ask(session, "GET", "/x").status());
        assertEquals(0, session.view());
    }

    @Test
    void acceptedEndpointsMatchTheWholeTemplateWithItsPrefix() {
        register("/log/{id}", List.of());
        register("/other", List.of());
        node.rules.put(
                "main",
                new InterfaceRules(List.of(Pattern.compile("/app/log/\\{id\\}")), Set.of()));

        assertEquals(200, node.ask("GET", "/log/7").status());
        HttpResponse refused = node.ask("GET", "/app/other");
        assertEquals(503, refused.status());
        assertEquals(0, refused.body().length());
        assertEquals(404, node.ask("GET", "/unknown").status(), "404 comes first");
    }

    @Test
    void anUnsecuredInterfaceServesOnlyAcceptedEndpoints() {
        register("/x", List.of());

        assertEquals(503, node.ask(node.session(Authority.UNSECURED, null), "GET", "/x").status());
        node.rules.put("main", new InterfaceRules(List.of(Pattern.compile(".*")), Set.of()));
        node.rebuild();
        assertEquals(200, node.ask(node.session(Authority.UNSECURED, null), "GET", "/x").status());
    }

    @Test
    void anOperatorFeatureMustBeEnabled() {
        EndpointHandler handler = context -> RpcResponse.empty(200);
        node.endpoints.add(
                new Endpoint(
                        FrontendName.NODE,
                        "GET",
                        "/snapshot",
                        List.of(),
                        Forwarding.NEVER,
                        Redirection.NONE,
                        false,
                        "SnapshotRead",
                        handler));

        assertEquals(404, node.ask("GET", "/node/snapshot").status());
        node.rules.put("main", new InterfaceRules(null, Set.of("SnapshotRead")));
        node.rebuild();
        assertEquals(200, node.ask("GET", "/node/snapshot").status());
    }

    @Test
    void acceptHeadersAreHonoured() {
        JsonHandler json = context -> Json.object();
        node.endpoints.add(Endpoint.reading(FrontendName.APP, "GET", "/x", json.negotiating()));

        assertEquals(200, accepting("application/json"));
        assertEquals(200, accepting("text/html, application/*;q=0.5"));
        assertEquals(200, accepting("*/*"));
        assertEquals(406, accepting("text/html"));
        assertEquals(400, accepting("nonsense"));
        assertEquals(400, accepting("application/json;q=x"));
    }

    private int accepting(String value) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("accept", value);
        return node.askWith(headers, "GET", "/x").status();
    }
}
