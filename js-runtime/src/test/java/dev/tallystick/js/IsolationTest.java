package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Nothing of a request is left for the next, and a script reaches nothing but what it was given.
 */
class IsolationTest {
    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void globalsPrototypesAndModuleStateAreFreshForEachRequest() {
        bed.handler(
                """
                let count = 0;
                export function handler() {
                    count++;
                    globalThis.left = (globalThis.left ?? 0) + 1;
                    Array.prototype.left = (Array.prototype.left ?? 0) + 1;
                    ccf.left = (ccf.left ?? 0) + 1;
                    const symbol = Symbol.for('left');
                    Object.prototype[symbol] = (Object.prototype[symbol] ?? 0) + 1;
                    return { body: [count, left, [].left, ccf.left, ({})[symbol]] };
                }
                """);

        assertEquals("[1,1,1,1,1]", text(bed.call()));
        assertEquals("[1,1,1,1,1]", text(bed.call()));
    }

    @Test
    void onlyTheGlobalsOfTheLanguageAndTheContractAreThere() {
        JsResponse response =
                bed.handler(
                                """
                                export function handler() {
                                    const absent = ['Java', 'Polyglot', 'Packages', 'Graal', 'load', 'print', 'quit', 'read',
                                        'java', 'process', 'require', 'setTimeout', 'fetch', 'URL', 'TextEncoder', 'Intl', 'performance',
                                        'structuredClone', 'crypto', 'WebAssembly', 'Worker', 'arguments', 'Realm', 'ShadowRealm', 'window'];
                                    const present = ['ccf', 'console', 'InternalError', 'SharedArrayBuffer', 'Atomics', 'eval', 'Proxy'];
                                    return { body: [absent.filter((n) => n in globalThis), present.filter((n) => !(n in globalThis))] };
                                }
                                """)
                        .call();

        assertEquals("[[],[]]", text(response));
    }

    @Test
    void applicationsHaveNoGovernanceFunctions() {
        JsResponse response =
                bed.handler(
                                "export function handler() { return { body: [typeof ccf.node,"
                                    + " typeof ccf.network, typeof ccf.refreshAppBytecodeCache,"
                                    + " typeof ccf.host, typeof ccf.setJwtPublicSigningKeys] }; }")
                        .call();

        assertEquals(
                "[\"undefined\",\"undefined\",\"undefined\",\"undefined\",\"undefined\"]",
                text(response));
    }

    @Test
    void codeCanBeGenerated() {
        JsResponse response =
                bed.handler(
                                "export function handler() { return { body: Function('a', 'b',"
                                        + " 'return a + b')(1, eval('2')) }; }")
                        .call();

        assertEquals("3", text(response));
    }

    @Test
    void randomNumbersDifferBetweenRequestsAndAreInRange() {
        bed.handler(
                "export function handler() { const r = Math.random(); return { body: [r, r >= 0 &&"
                        + " r < 1, Math.random.name] }; }");

        String first = text(bed.call());
        assertTrue(first.endsWith(",true,\"random\"]"), first);
        assertTrue(!first.equals(text(bed.call())), "two requests drew the same number");
    }

    @Test
    void stringsCompareByCodeUnits() {
        JsResponse response =
                bed.handler(
                                "export function handler() { return { body: ['b', 'a', 'B',"
                                        + " 'ä'].sort((x, y) => x.localeCompare(y)).join('') +"
                                        + " 'a'.localeCompare('a') }; }")
                        .call();

        assertEquals("Babä0", text(response));
    }
}
