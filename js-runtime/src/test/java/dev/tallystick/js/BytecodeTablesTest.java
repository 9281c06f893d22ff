package dev.tallystick.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/** {@code ccf.refreshAppBytecodeCache}, which checks a deployment (spec 04, 2.4 and 2.5). */
class BytecodeTablesTest {
    private static final String APPLY =
            "export function apply() { ccf.refreshAppBytecodeCache(); }";

    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private JsOutcome<String> refresh() {
        Constitution constitution = new Constitution(JsTestBed.ENGINE);
        return JsTestBed.onBigStack(
                () -> {
                    Transaction transaction = bed.store.begin();
                    JsOutcome<String> outcome =
                            constitution.apply(
                                    transaction,
                                    APPLY,
                                    new Constitution.Proposal("{}", "p", "m"),
                                    new RecordedEffects());
                    if (outcome instanceof JsOutcome.Returned<String>) {
                        bed.store.commit(transaction);
                    }
                    return outcome;
                });
    }

    @Test
    void everyModuleGetsAMarkerUnderAVersionOfOurOwn() {
        bed.modules(
                Map.of("a.js", "import './lib/b.js'; throw 1;", "lib/b.js", "export const b = 1;"));
        bed.write(tx -> tx.map(JsTables.BYTECODE).put(Bytes.utf8("/old.js"), Bytes.utf8("x")));

        assertInstanceOf(JsOutcome.Returned.class, refresh());

        assertNotNull(bed.value(JsTables.BYTECODE, "/a.js"));
        assertNotNull(bed.value(JsTables.BYTECODE, "/lib/b.js"));
        assertNull(bed.value(JsTables.BYTECODE, "/old.js"));
        String version =
                bed.store
                        .begin()
                        .map(JsTables.BYTECODE_VERSION)
                        .get(Bytes.EIGHT_ZEROS)
                        .orElseThrow()
                        .utf8();
        assertEquals("graaljs-1", version);
        assertNotEquals("2024-01-13", version);
    }

    @Test
    void nothingIsEvaluated() {
        bed.modules(Map.of("a.js", "for (;;);", "b.js", "import 'a.js'; for (;;);"));

        assertInstanceOf(JsOutcome.Returned.class, refresh());
    }

    @Test
    void aNameThatIsNotExportedIsFoundAtTheFirstUseOnly() {
        bed.modules(
                Map.of("a.js", "import { no } from './b.js';", "b.js", "export const yes = 1;"));

        assertInstanceOf(JsOutcome.Returned.class, refresh());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "a syntax error, export const = 1;",
        "a missing import, import './nope.js';",
        "an outside import, import 'https://example.com/x.js';"
    })
    void aModuleThatCannotWorkIsNamed(String what, String source) {
        bed.modules(Map.of("a.js", "export {};", "bad.js", source, "c.js", "export {};"));

        JsFailure failure = assertInstanceOf(JsOutcome.Failed.class, refresh()).failure();

        assertEquals(
                "InternalError: Failed to refresh bytecode: Unable to serialize bytecode for JS"
                        + " module '/bad.js'",
                failure.reason(),
                what);
        assertNull(bed.value(JsTables.BYTECODE, "/a.js"));
    }

    @Test
    void anApplicationWithoutModulesIsFine() {
        assertInstanceOf(JsOutcome.Returned.class, refresh());
    }
}
