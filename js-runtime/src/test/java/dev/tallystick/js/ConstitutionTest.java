package dev.tallystick.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The functions of governance, with a small constitution of our own (spec 04, section 16; spec 03,
 * section 5).
 */
class ConstitutionTest {
    private static final String TEXT = resource("small_constitution.js");
    private static final SortedMap<String, Boolean> NO_VOTES = new TreeMap<>();

    private final JsTestBed bed = new JsTestBed();
    private final Constitution constitution = new Constitution(JsTestBed.ENGINE);
    private final RecordedEffects effects = new RecordedEffects();

    @AfterEach
    void close() {
        bed.close();
    }

    private static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(ConstitutionTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Constitution.Proposal proposal(String text) {
        return new Constitution.Proposal(text, "p1", "m0");
    }

    private static <T> T returned(Supplier<JsOutcome<T>> call) {
        JsOutcome<T> outcome = JsTestBed.onBigStack(call);
        if (outcome instanceof JsOutcome.Returned<T>(T value)) {
            return value;
        }
        throw new AssertionError(outcome);
    }

    private static JsFailure failed(Supplier<? extends JsOutcome<?>> call) {
        return assertInstanceOf(JsOutcome.Failed.class, JsTestBed.onBigStack(call)).failure();
    }

    private JsOutcome<Boolean> vote(String ballot) {
        return constitution.vote(bed.store.begin(), ballot, "m1", proposal("{}"));
    }

    private JsOutcome<String> apply(String text, String action) {
        return constitution.apply(bed.store.begin(), text, proposal(action), effects);
    }

    @Test
    void validateGivesItsVerdict() {
        Constitution.Verdict good =
                returned(() -> constitution.validate(bed.store.begin(), TEXT, "{\"actions\":[]}"))
                        .orElseThrow();
        Constitution.Verdict bad =
                returned(() -> constitution.validate(bed.store.begin(), TEXT, "{\"a\":1}"))
                        .orElseThrow();

        assertTrue(good.valid());
        assertNull(good.description());
        assertFalse(bad.valid());
        assertEquals("no actions", bad.description());
    }

    @Test
    void validateThatThrowsHasReasonAndTrace() {
        JsFailure failure =
                failed(() -> constitution.validate(bed.store.begin(), TEXT, "not JSON"));

        assertEquals(JsFailure.Kind.THREW, failure.kind());
        assertTrue(failure.reason().startsWith("SyntaxError: "), failure.reason());
        assertEquals(
                "    at validate (public:ccf.gov.constitution[0]:4)\n",
                String.valueOf(failure.trace()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "null", "'text'", "undefined"})
    void validateThatReturnsNoObjectHasNoVerdict(String result) {
        String text = "export function validate() { return " + result + "; }";

        assertEquals(
                Optional.empty(),
                returned(() -> constitution.validate(bed.store.begin(), text, "")));
    }

    @ParameterizedTest(name = "{0} counts as {1}")
    @CsvSource({"true, true", "'1', true", "0, false", "undefined, false", "({}), true"})
    void aVoteIsWhetherItsResultIsTruthy(String result, boolean expected) {
        assertEquals(
                expected,
                returned(() -> vote("export function vote() { return " + result + "; }")));
    }

    @Test
    void anAsyncVoteIsAYes() {
        assertTrue(returned(() -> vote("export async function vote() { return false; }")));
    }

    @Test
    void aVoteSeesTheProposalItsProposerAndGovernanceTables() {
        bed.write(tx -> tx.map("public:ccf.gov.x").put(Bytes.utf8("k"), Bytes.utf8("v")));
        String ballot =
                """
                export function vote(proposal, proposerId) {
                    return proposal === '{}' && proposerId === 'm0'
                        && ccf.bufToStr(ccf.kv['public:ccf.gov.x'].get(ccf.strToBuf('k'))) === 'v'
                        && ccf.rpc === undefined && ccf.node === undefined && ccf.consensus === undefined;
                }
                """;

        assertTrue(returned(() -> vote(ballot)));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    export function vote( {                            | NOT_RUNNABLE | Failed to compile public:ccf.gov.proposals_info[p1].ballots[m[m1]]
                    import "x.js"; export function vote() {}           | NOT_RUNNABLE | Failed to compile public:ccf.gov.proposals_info[p1].ballots[m[m1]]
                    export function other() {}                         | NOT_RUNNABLE | Failed to find export `vote` in module `public:ccf.gov.proposals_info[p1].ballots[m[m1]]`
                    export const vote = 5;                             | NOT_RUNNABLE | Export `vote` of module `public:ccf.gov.proposals_info[p1].ballots[m[m1]]` is not a function
                    export function vote() { throw new Error("no"); }  | THREW        | Error: no
                    export function vote() { throw { a: 1 }; }         | THREW        | {"a":1}
                    export function vote() { ccf.kv["public:ccf.z"]; } | NOT_RUNNABLE | Map name `public:ccf.z` includes
                    export function vote() { ccf.kv["public:x"].get(ccf.strToBuf("")); } | THREW | TypeError: Cannot call "get" on table named public:x. This table is inaccessible in current (read-only governance) execution context.
                    export function vote() { ccf.kv["public:ccf.gov.x"].clear(); }       | THREW | TypeError: Cannot call "clear" on table named public:ccf.gov.x. This table is read-only in current (read-only governance) execution context.
                    """)
    void aBallotThatFailsSaysHow(String ballot, JsFailure.Kind kind, String reason) {
        JsFailure failure = failed(() -> vote(ballot));

        assertEquals(kind, failure.kind());
        String expected = reason.replace('`', '\'');
        assertTrue(failure.reason().startsWith(expected), failure.reason());
    }

    @Test
    void resolveSeesTheVotesInTheOrderOfTheMembers() {
        SortedMap<String, Boolean> votes = new TreeMap<>(Map.of("m2", false, "m1", true));

        assertEquals(
                "{\"proposal\":\"{}\",\"proposerId\":\"m0\",\"votes\":[{\"member_id\":\"m1\",\"vote\":true},"
                    + "{\"member_id\":\"m2\",\"vote\":false}],\"proposalId\":\"p1\"}",
                returned(
                        () ->
                                constitution.resolve(
                                        bed.store.begin(),
                                        """
                                        export const resolve = (proposal, proposerId, votes, proposalId) =>
                                            JSON.stringify({ proposal, proposerId, votes, proposalId });
                                        """,
                                        proposal("{}"),
                                        votes)));
        assertEquals(
                "Accepted",
                returned(
                        () ->
                                constitution.resolve(
                                        bed.store.begin(), TEXT, proposal("{}"), votes)));
        assertEquals(
                "Open",
                returned(
                        () ->
                                constitution.resolve(
                                        bed.store.begin(), TEXT, proposal("{}"), NO_VOTES)));
    }

    @Test
    void applyWritesGovernanceTablesInTheCallersTransaction() {
        Transaction transaction = bed.store.begin();
        returned(
                () ->
                        constitution.apply(
                                transaction,
                                TEXT,
                                proposal("{\"actions\":[{\"name\":\"set\",\"args\":\"v\"}]}"),
                                effects));

        assertNull(bed.value("public:ccf.gov.small", "p1"));
        bed.store.commit(transaction);
        assertEquals("v", bed.value("public:ccf.gov.small", "p1"));
    }

    @ParameterizedTest(name = "{0} orders {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ccf.node.triggerLedgerRekey()                                | rekey
                    ccf.node.transitionServiceToOpen(undefined, ccf.strToBuf("next")) | open null next
                    ccf.node.transitionServiceToOpen(ccf.strToBuf("p"), undefined)    | open p null
                    ccf.node.triggerRecoverySharesRefresh()                      | shares
                    ccf.node.triggerLedgerChunk(1, 2)                            | chunk
                    ccf.node.triggerSnapshot()                                   | snapshot
                    show(ccf.network.getLatestLedgerSecretSeqno())               | 7
                    show(ccf.network.generateEndorsedCertificate("csr", "260101000000Z", 30)) | endorsed csr 260101000000Z 30
                    show(ccf.network.generateNetworkCertificate("260101000000Z", "90"))       | network 260101000000Z 90
                    ccf.setJwtPublicSigningKeys("https://i", { a: 1 }, { keys: [] })          | jwt https://i {"a":1} {"keys":[]}
                    ccf.removeJwtPublicSigningKeys("https://i")                  | no jwt https://i
                    """)
    void applyHasTheEffectsOfGovernance(String code, String order) {
        returned(
                () ->
                        apply(
                                "const show = (x) => { ccf.removeJwtPublicSigningKeys('show ' + x);"
                                        + " }; export function apply() { "
                                        + code
                                        + "; }",
                                "{}"));

        assertEquals(order, effects.last().replace("no jwt show ", ""));
    }

    @Test
    void aRefusedEffectIsAnInternalError() {
        effects.refusal = "Unable to open service: nope";

        JsFailure failure =
                failed(
                        () ->
                                apply(
                                        "export function apply() {"
                                                + " ccf.node.transitionServiceToOpen(undefined,"
                                                + " ccf.strToBuf('x')); }",
                                        "{}"));

        assertEquals("InternalError: Unable to open service: nope", failure.reason());
    }

    @Test
    void anErrorAtTheTopLevelLeavesTheFunctionsUsable() {
        assertEquals(
                "Open",
                returned(
                        () ->
                                constitution.resolve(
                                        bed.store.begin(),
                                        "export function resolve() { return 'Open'; } throw 1;",
                                        proposal("{}"),
                                        NO_VOTES)));
    }

    @Test
    void everyCallEvaluatesTheTextAfresh() {
        String counting = "let n = 0; export function resolve() { return `${++n}`; }";
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    "1",
                    returned(
                            () ->
                                    constitution.resolve(
                                            bed.store.begin(),
                                            counting,
                                            proposal("{}"),
                                            NO_VOTES)));
        }
    }

    @Test
    void theLimitsOfGovernanceNeverFallBelowTheDefaults() {
        bed.options(
                "{\"max_execution_time_ms\": 0, \"max_heap_bytes\": 1, \"max_stack_bytes\": 1}");

        assertTrue(
                returned(
                        () ->
                                vote(
                                        "export function vote() { const end = Date.now() + 50;"
                                                + " while (Date.now() < end); return new"
                                                + " Uint8Array(1e6).length === 1e6; }")));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text                                            | true
                    5                                               | TypeError: constitution is not a string
                    ""                                              | TypeError: constitution is empty
                    "export function"                               | TypeError: proposed constitution does not export a function named apply: Failed to compile proposed constitution
                    "export const x = 1;"                           | TypeError: proposed constitution does not export a function named apply: Failed to find export 'apply' in module 'proposed constitution'
                    text.replace("resolve(proposal", "other(proposal") | TypeError: proposed constitution does not export a function named resolve: Failed to find export 'resolve'
                    text.replace("validate(input", "validate(input, b, c")  | TypeError: proposed constitution exports function validate with 3 args, expected 1 arg (input)
                    text.replace("apply(proposal, proposalId", "apply(p")   | TypeError: proposed constitution exports function apply with 1 arg, expected 2 args (proposal, proposerId)
                    text.replace("resolve(proposal, proposerId, votes, proposalId", "resolve(p")   | TypeError: proposed constitution exports function resolve with 1 arg, expected between 3 and 4 args (proposal, proposerId, votes[, proposalId])
                    text + "; throw new Error(`top level`);"        | true
                    text + "; ccf.kv.x; console.log(1);"            | true
                    """,
            quoteCharacter = '@')
    void aProposedConstitutionIsChecked(String expression, String expected) {
        String script =
                """
                export function resolve(text) {
                    try { return `${ccf.gov.validateConstitution(%s)}`; } catch (e) { return `${e}`; }
                }
                """
                        .formatted(expression);

        String result =
                returned(
                        () ->
                                constitution.resolve(
                                        bed.store.begin(), script, proposal(TEXT), NO_VOTES));

        assertTrue(result.startsWith(expected), result);
    }
}
