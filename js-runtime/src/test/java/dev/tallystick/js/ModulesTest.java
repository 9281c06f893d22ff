package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/** Loading modules from the table (spec 04, section 4). */
class ModulesTest {
    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private String answerOf(Map<String, String> modules, String entry) {
        JsResponse response =
                bed.modules(modules)
                        .call(
                                JsTestBed.endpoint(JsEndpoint.Mode.READONLY, entry, "handler"),
                                JsTestBed.get("/test"));
        return response.status() == 200
                ? text(response)
                : Json.parse(response.body()).get("error").get("message").stringValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./b.js",
                "../a/b.js",
                "a/b.js",
                "/a/b.js",
                "./c/../b.js",
                "././b.js",
                "./x.txt",
                "../lib/no-extension",
                "./späß und %20.js",
                "../weird/\\\"quoted\\\".js"
            })
    void everyFormOfImportFindsItsModule(String specifier) {
        String b = "export const b = 'b';";

        assertEquals(
                "b",
                answerOf(
                        Map.of(
                                "a/entry.js",
                                "import { b } from \""
                                        + specifier
                                        + "\"; export function handler() { return { body: b }; }",
                                "a/b.js",
                                b,
                                "a/x.txt",
                                b,
                                "lib/no-extension",
                                b,
                                "a/späß und %20.js",
                                b,
                                "weird/\"quoted\".js",
                                b),
                        "/a/entry.js"));
    }

    @Test
    void aModuleIsOneInstanceHoweverItIsImported() {
        assertEquals(
                "[true,true,1]",
                answerOf(
                        Map.of(
                                "entry.js",
                                """
                                import { C as c1 } from "./lib/c.js";
                                import { C as c2 } from "lib/c.js";
                                import { C as c3, count } from "/lib/c.js";
                                import { make } from "./lib/d.js";
                                export function handler() {
                                    return { body: [c1 === c2 && c2 === c3, make() instanceof c1, count()] };
                                }
                                """,
                                "lib/c.js",
                                "let n = 0; n++; export class C {} export const count = () => n;",
                                "lib/d.js",
                                "import { C } from './c.js'; export const make = () => new C();"),
                        "/entry.js"));
    }

    @Test
    void modulesMayImportEachOtherInCircles() {
        assertEquals(
                "abcb",
                answerOf(
                        Map.of(
                                "a.js",
                                "import { b } from 'b.js'; export const a = () => 'a' + b();"
                                        + " export function handler() { return { body: a() }; }",
                                "b.js",
                                "import { c } from './c.js'; import { handler } from '/a.js';"
                                    + " export function b(deep) { return deep ? 'b' : 'b' + c(); }",
                                "c.js",
                                "import { b } from 'b.js'; export function c() { return 'c' +"
                                        + " b(true); }"),
                        "/a.js"));
    }

    @Test
    void exportsOfEveryKindCanBeHandlers() {
        Map<String, String> modules =
                Map.of(
                        "entry.js",
                        "export { f as handler } from './f.js';",
                        "f.js",
                        "export const f = () => ({ body: 're-exported' });",
                        "star.js",
                        "export * from './g.js';",
                        "g.js",
                        "const g = async () => ({ body: 'starred' }); export { g as handler };");

        assertEquals("re-exported", answerOf(modules, "/entry.js"));
        assertEquals("starred", answerOf(modules, "/star.js"));
    }

    @Test
    void anImportThatIsNotThereIsNamed() {
        String message =
                answerOf(
                        Map.of(
                                "entry.js",
                                "import './sub/x.js'; export function handler() {}",
                                "sub/x.js",
                                "import './nope.js';"),
                        "/entry.js");

        assertTrue(
                message.startsWith("Failed to resolve dependencies for module '/entry.js': "),
                message);
        assertTrue(message.contains("/sub/nope.js"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/x.js", "file:///etc/passwd", "../../../etc/passwd"})
    void nothingOutsideOfTheTableCanBeImported(String specifier) {
        String message =
                answerOf(
                        Map.of(
                                "entry.js",
                                "import '" + specifier + "'; export function handler() {}"),
                        "/entry.js");

        assertTrue(message.startsWith("Failed to resolve dependencies"), message);
    }

    @Test
    void aSyntaxErrorInAnImportedModuleIsACompileError() {
        String message =
                answerOf(
                        Map.of(
                                "entry.js",
                                "import './bad.js'; export function handler() {}",
                                "bad.js",
                                "export const = 5;"),
                        "/entry.js");

        assertTrue(message.startsWith("Failed to compile module '/entry.js': "), message);
    }

    @Test
    void aNameThatIsNotExportedIsALinkError() {
        String message =
                answerOf(
                        Map.of(
                                "entry.js",
                                "import { no } from './b.js'; export function handler() {}",
                                "b.js",
                                "export const yes = 1;"),
                        "/entry.js");

        assertTrue(message.startsWith("Failed to execute /entry.js: SyntaxError: "), message);
        assertTrue(message.contains("'no'"), message);
    }

    @Test
    void anErrorAtTheTopLevelLeavesDeclaredFunctionsCallable() {
        assertEquals(
                "still here",
                answerOf(
                        Map.of(
                                "entry.js",
                                "import './throws.js'; export function handler() { return { body:"
                                        + " 'still here' }; } throw 1;",
                                "throws.js",
                                "throw new Error('dependency');"),
                        "/entry.js"));
    }

    @Test
    void topLevelCodeSeesTheWholeGlobalObject() {
        assertEquals(
                "v 42",
                answerOf(
                        Map.of(
                                "entry.js",
                                """
                                #!/usr/bin/env node
                                const table = ccf.kv["public:t"];
                                const apply = ccf.rpc.setApplyWrites.bind(ccf.rpc);
                                const found = table.has(ccf.strToBuf("k")) ? "v" : "no";
                                const answer = await Promise.resolve(42);
                                export function handler() { apply(false); return { body: `v ${answer}` }; }
                                """),
                        "/entry.js"));
    }

    @Test
    void aNameStoredWithTwoSlashesIsFound() {
        assertEquals(
                "ok",
                answerOf(
                        Map.of(
                                "/entry.js",
                                "import './b.js'; export function handler() { return { body: 'ok'"
                                        + " }; }",
                                "/b.js",
                                "export {};"),
                        "//entry.js"));
    }

    @Test
    void aDynamicImportIsDrivenToItsEnd() {
        assertEquals(
                "7",
                answerOf(
                        Map.of(
                                "entry.js",
                                "export async function handler() { const m = await"
                                        + " import('./n.js'); return { body: m.n }; }",
                                "n.js",
                                "export const n = 7;"),
                        "/entry.js"));
    }

    @Test
    void theCaptureOfTheNamespaceLeavesNoTrace() {
        assertEquals(
                "[]",
                answerOf(
                        Map.of(
                                "entry.js",
                                "const seen = Object.getOwnPropertyNames(globalThis).filter(n =>"
                                    + " n.includes('tally')); export function handler() { return {"
                                    + " body: seen }; }"),
                        "/entry.js"));
    }
}
