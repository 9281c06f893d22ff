package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables as scripts see them (spec 04, section 8). */
class KvTest {
    private static final String SHORTHANDS =
            """
            const b = (s) => ccf.strToBuf(s);
            const s = (x) => x === undefined ? 'undefined' : ccf.bufToStr(x);
            const caught = (f) => { try { return `${f()}`; } catch (e) { return `${e}`; } };
            """;

    private final JsTestBed bed = new JsTestBed().options("{\"return_exception_details\": true}");

    @AfterEach
    void close() {
        bed.close();
    }

    private String answering(JsEndpoint.Mode mode, String body) {
        bed.handler(SHORTHANDS + "export function handler(request) { " + body + " }");
        JsResponse response =
                bed.call(JsTestBed.endpoint(mode, "/test.js", "handler"), JsTestBed.get("/test"));
        assertEquals(200, response.status(), () -> text(response));
        return text(response);
    }

    private String answering(String body) {
        return answering(JsEndpoint.Mode.READWRITE, body);
    }

    private void given(String table, String... keysAndValues) {
        bed.write(
                transaction -> {
                    for (int i = 0; i < keysAndValues.length; i += 2) {
                        transaction
                                .map(table)
                                .put(
                                        Bytes.utf8(keysAndValues[i]),
                                        Bytes.utf8(keysAndValues[i + 1]));
                    }
                });
    }

    @Test
    void writesAreReadBackWithinTheTransactionAndAfterIt() {
        assertEquals(
                "[true,\"v\",true,\"undefined\",false]",
                answering(
                        """
                        const t = ccf.kv['public:t'];
                        const same = t.set(b('k'), b('v')) === t;
                        t.set(b('gone'), b('x')).delete(b('gone'));
                        return { body: [same, s(t.get(b('k'))), t.has(b('k')), s(t.get(b('gone'))), t.has(b('gone'))] };
                        """));
        assertEquals("v", bed.value("public:t", "k"));
        assertNull(bed.value("public:t", "gone"));
    }

    @Test
    void emptyKeysAndValuesAreAllowed() {
        assertEquals(
                "0",
                answering(
                        "ccf.kv.t.set(b(''), b('')); return { body:"
                                + " ccf.kv.t.get(b('')).byteLength };"));
        assertEquals("", bed.value("t", ""));
    }

    @Test
    void deleteAndClearReturnNothing() {
        assertEquals(
                "undefined undefined 0",
                answering(
                        "const t = ccf.kv.t; t.set(b('a'), b('1')); return { body:"
                                + " `${t.delete(b('zz'))} ${t.clear()} ${t.size}` };"));
    }

    @Test
    void buffersAreCopiesInBothDirections() {
        assertEquals(
                "[\"abc\",\"abc\"]",
                answering(
                        """
                        const t = ccf.kv.t;
                        const value = b('abc');
                        t.set(b('k'), value);
                        new Uint8Array(value)[0] = 120;
                        const read = t.get(b('k'));
                        const first = s(read);
                        new Uint8Array(read)[0] = 121;
                        return { body: [first, s(t.get(b('k')))] };
                        """));
        assertEquals("abc", bed.value("t", "k"));
    }

    @Test
    void theVersionIsThatOfTheLastWriteInTheStore() {
        given("t", "old", "1");
        long version = bed.store.lastTxId().seqno();
        given("t", "other", "1");

        assertEquals(
                "[" + version + ",null]",
                answering(
                        """
                        const t = ccf.kv.t;
                        t.set(b('old'), b('2')).set(b('new'), b('1'));
                        return { body: [t.getVersionOfPreviousWrite(b('old')),
                            t.getVersionOfPreviousWrite(b('new')) === undefined ? null : 'a version'] };
                        """));
    }

    @Test
    void forEachVisitsASnapshotAndHandsOutTheHandle() {
        given("t", "a", "1", "b", "2");

        assertEquals(
                "[\"a=1\",\"b=2\",\"c=3\"] undefined true true 4",
                answering(
                        """
                        const t = ccf.kv.t;
                        t.set(b('c'), b('3'));
                        const seen = [];
                        let self, that = 'none';
                        const result = t.forEach(function (v, k, handle) {
                            seen.push(`${s(k)}=${s(v)}`);
                            t.set(b('d'), b('4'));
                            self = handle === t;
                            that = this;
                        });
                        return { body: `${JSON.stringify(seen)} ${result} ${self} ${that === undefined} ${t.size}` };
                        """));
    }

    @Test
    void anExceptionOfTheCallbackEndsTheIteration() {
        given("t", "a", "1", "b", "2");

        assertEquals(
                "[\"true mine\",1]",
                answering(
                        """
                        let count = 0;
                        class Mine extends Error {}
                        try {
                            ccf.kv.t.forEach(() => { count++; throw new Mine('mine'); });
                        } catch (e) {
                            return { body: [`${e instanceof Mine} ${e.message}`, count] };
                        }
                        """));
    }

    @Test
    void rangesAreInTheOrderOfTheKeys() {
        given("t", "a", "1", "b", "2", "c", "3", "d", "4");

        assertEquals(
                "[\"bc\",\"dc\",\"abcd\",\"\",\"cd\"]",
                answering(
                        """
                        const t = ccf.kv.t;
                        const names = (...args) => t.range(...args).map(([k]) => s(k)).join('');
                        return { body: [names(b('b'), b('d')),
                            names(undefined, undefined, { descending: true, limit: 2 }),
                            names(), names(b('x'), b('a')), names(b('c'))] };
                        """));
    }

    @Test
    void theObjectOfTablesLooksEmptyAndCannotBeChanged() {
        assertEquals(
                "{} [] true false false TypeError true function",
                answering(
                        """
                        let error;
                        try { ccf.kv.x = 1; } catch (e) { error = e.name; }
                        return { body: [JSON.stringify(ccf.kv), JSON.stringify(Object.keys(ccf.kv)), 'x' in ccf.kv,
                            ccf.kv.a === ccf.kv.a, Symbol.iterator in ccf.kv, error, delete ccf.kv.x,
                            typeof ccf.kv.toString.get].join(' ') };
                        """));
    }

    @Test
    void handlesAreObjectsWithTheirNameReadOnly() {
        assertEquals(
                "has,get,getVersionOfPreviousWrite,forEach,range,set,delete,clear,_map_name t t"
                        + " TypeError",
                answering(
                        """
                        const t = ccf.kv.t;
                        let error;
                        try { t._map_name = 'u'; } catch (e) { error = e.name; }
                        return { body: [Object.keys(t), t._map_name, ccf.kv['t']._map_name, error].join(' ') };
                        """));
    }

    @ParameterizedTest(name = "{0} throws {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    t.get()                          | TypeError: Passed 0 arguments, but expected 1
                    t.get(b('a'), undefined)         | TypeError: Passed 2 arguments, but expected 1
                    t.set(b('a'))                    | TypeError: Passed 1 arguments, but expected 2
                    t.clear(1)                       | TypeError: Passed 1 arguments, but expected 0
                    t.get('a')                       | TypeError: Argument must be an ArrayBuffer
                    t.get(new Uint8Array(1))         | TypeError: Argument must be an ArrayBuffer
                    t.set(b('a'), 'v')               | TypeError: Argument must be an ArrayBuffer
                    t.has(null)                      | TypeError: Argument must be an ArrayBuffer
                    t.forEach(5)                     | TypeError: Argument must be a function
                    t.get((() => { const x = new ArrayBuffer(4); x.transfer(); return x; })()) | TypeError: Argument is a detached ArrayBuffer
                    """)
    void badArgumentsAreTypeErrors(String call, String error) {
        assertEquals(
                error,
                answering("const t = ccf.kv.t; return { body: caught(() => " + call + ") };"));
    }

    private static String refusal(String member, String table, String why, String context) {
        return "TypeError: Cannot call \"%s\" on table named %s. This table is %s in current (%s) execution context."
                .formatted(member, table, why, context);
    }

    @ParameterizedTest(name = "{0} may not {1} on {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    READWRITE | set    | public:ccf.gov.x      | read-only    | application
                    READWRITE | delete | public:ccf.internal.x | read-only    | application
                    READWRITE | get    | ccf.gov.x             | inaccessible | application
                    READWRITE | has    | ccf.internal.x        | inaccessible | application
                    READWRITE | clear  | ccf.internal.x        | inaccessible | application
                    READONLY  | set    | x                     | read-only    | read-only application
                    READONLY  | set    | public:x              | read-only    | read-only application
                    READONLY  | size   | ccf.gov.x             | inaccessible | read-only application
                    """)
    void aForbiddenCallSaysWhy(
            JsEndpoint.Mode mode, String member, String table, String why, String context) {
        String use = member.equals("size") ? ".size" : "." + member + "(1, 2, 3)";

        String caught =
                answering(
                        mode, "return { body: caught(() => ccf.kv['" + table + "']" + use + ") };");

        assertTrue(caught.startsWith(refusal(member, table, why, context)), caught);
    }

    @Test
    void applicationsReadGovernanceTables() {
        given("public:ccf.gov.x", "k", "v");

        assertEquals(
                "v",
                answering(
                        JsEndpoint.Mode.READONLY,
                        "return { body: s(ccf.kv['public:ccf.gov.x'].get(b('k'))) };"));
    }

    @Test
    void aReservedNameFailsTheRequestThoughTheScriptCatchesIt() {
        bed.handler(
                SHORTHANDS
                        + "export function handler() { caught(() => ccf.kv['public:ccf.other']);"
                        + " return { body: 'went on' }; }");

        JsResponse response = bed.call();

        assertEquals(500, response.status());
        assertEquals(
                "Map name 'public:ccf.other' includes disallowed reserved prefix 'ccf.'",
                Json.parse(response.body()).get("error").get("message").stringValue());
    }

    @Test
    void aScriptThatForgesAHandleGetsNoFurther() {
        assertTrue(
                answering(
                                """
                                const forged = { _map_name: 'public:ccf.gov.x', set: ccf.kv.t.set };
                                return { body: caught(() => forged.set(b('k'), b('v'))) };
                                """)
                        .startsWith(
                                refusal("set", "public:ccf.gov.x", "read-only", "application")));
    }
}
