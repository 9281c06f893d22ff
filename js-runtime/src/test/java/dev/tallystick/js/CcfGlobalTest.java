package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import java.util.List;

/** Conversions, console, consensus (spec 04, sections 9, 11, 14). */
class CcfGlobalTest {
    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private String valueOf(String expression) {
        JsResponse response =
                bed.handler(
                                """
                                const hex = (b) => [...new Uint8Array(b)].map((x) => x.toString(16).padStart(2, '0')).join('');
                                const bytes = (...b) => new Uint8Array(b).buffer;
                                export function handler() {
                                    let value;
                                    try { value = (%s); } catch (e) { value = `${e}`; }
                                    return { body: typeof value === 'string' ? value : JSON.stringify(value) ?? 'undefined' };
                                }
                                """
                                        .formatted(expression))
                        .call();
        assertEquals(200, response.status(), () -> text(response));
        return text(response);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '@',
            textBlock =
                    """
                    hex(ccf.strToBuf('aé€😀'))                                | 61c3a9e282acf09f9880
                    hex(ccf.strToBuf('a' + String.fromCharCode(0xd800) + 'é')) | 61eda080c3a9
                    hex(ccf.strToBuf(String.fromCharCode(0xdfff)))            | edbfbf
                    hex(ccf.strToBuf('a\\0b'))                                | 610062
                    ccf.bufToStr(ccf.strToBuf(String.fromCharCode(0xd800))) === String.fromCharCode(0xd800) | true
                    ccf.bufToStr(bytes(0x61, 0xff, 0x62, 0xc3)) === 'a\\ufffdb\\ufffd' | true
                    ccf.bufToStr(ccf.strToBuf(''))                            | @@
                    hex(ccf.jsonCompatibleToBuf({ b: 1, a: [null] }))         | 7b2262223a312c2261223a5b6e756c6c5d7d
                    ccf.bufToJsonCompatible(ccf.strToBuf('{"a":[1,2]}')).a[1] | 2
                    ccf.strToBuf.name + ccf.strToBuf.length + typeof ccf.strToBuf | strToBuf1function
                    Object.prototype.toString.call(ccf.strToBuf('x'))         | [object ArrayBuffer]
                    (({ strToBuf }) => hex(strToBuf('x')))(ccf)               | 78
                    ccf.enableMetricsLogging(false)                           | true
                    ccf.enableUntrustedDateTime(1)                            | true
                    ccf.tcbHexToPolicy('00a00f11', 'D315000000000004')        | {"hexstring":"d315000000000004","microcode":211,"snp":21,"tee":0,"boot_loader":4}
                    ccf.tcbHexToPolicy('00a10f11', '5417000000000a0b')        | {"hexstring":"5417000000000a0b","microcode":84,"snp":23,"tee":10,"boot_loader":11}
                    ccf.tcbHexToPolicy('00b00f21', '4a00000004030201')        | {"hexstring":"4a00000004030201","microcode":74,"snp":4,"tee":3,"boot_loader":2,"fmc":1}
                    """)
    void conversionsConvert(String expression, String expected) {
        assertEquals(expected, valueOf(expression));
    }

    @ParameterizedTest(name = "{0} throws {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '@',
            textBlock =
                    """
                    ccf.strToBuf(5)                        | TypeError: Argument must be a string
                    ccf.strToBuf(new String('x'))          | TypeError: Argument must be a string
                    ccf.strToBuf('a', 'b')                 | TypeError: Passed 2 arguments, but expected 1
                    ccf.bufToStr(new Uint8Array(1))        | TypeError: Argument must be an ArrayBuffer
                    ccf.jsonCompatibleToBuf(undefined)     | TypeError: Argument has no JSON form
                    ccf.jsonCompatibleToBuf(() => 1)       | TypeError: Argument has no JSON form
                    ccf.enableMetricsLogging(1)            | TypeError: First argument must be a boolean
                    ccf.consensus.getStatusForTxId(1n, 1)  | TypeError
                    ccf.consensus.getStatusForTxId(1, -1)  | RangeError: Invalid seqno: -1
                    ccf.consensus.getViewForSeqno()        | TypeError: Passed 0 arguments, but expected 1
                    ccf.bufToJsonCompatible(ccf.strToBuf('{')) | SyntaxError
                    ccf.jsonCompatibleToBuf({ a: 1n })     | TypeError
                    ccf.tcbHexToPolicy('00000000', 'd315000000000004') | RangeError: Unsupported CPU: family 0, model 0
                    ccf.tcbHexToPolicy('00a00f11', 'd31500000000000g') | RangeError: TCB version is not 16 hex digits
                    ccf.tcbHexToPolicy('a00f11', 'd315000000000004')   | RangeError: CPUID is not 8 hex digits
                    """)
    void badArgumentsThrow(String expression, String expected) {
        String thrown = valueOf(expression);

        assertTrue(thrown.startsWith(expected), thrown);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ccf.consensus.getLastCommittedTxId()    | {"view":2,"seqno":10}
                    ccf.consensus.getStatusForTxId(2, 10)   | Committed
                    ccf.consensus.getStatusForTxId(2, 11.9) | Unknown
                    ccf.consensus.getStatusForTxId("1", 3)  | Invalid
                    ccf.consensus.getViewForSeqno(4)        | 2
                    ccf.consensus.getViewForSeqno(11)       | null
                    """)
    void consensusIsAsked(String expression, String expected) {
        assertEquals(expected, valueOf(expression));
    }

    @Test
    void theConsoleGoesToTheLogWithLevelAndTag() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.tallystick.js.console");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            assertEquals(
                    "TypeError",
                    valueOf(
                                    """
                                    (() => {
                                        console.log('a', 1, null, undefined, { b: [2] }, new RangeError('r'), () => 1);
                                        console.info({ %s: 1 });
                                        console.warn(true);
                                        console.error(10n);
                                        const cycle = {};
                                        cycle.cycle = cycle;
                                        console.log(cycle);
                                    })()
                                    """
                                            .formatted("'{}'"))
                            .substring(0, 9));
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(before);
        }

        assertEquals(
                List.of(
                        "a 1 null undefined {\"b\":[2]} RangeError: r undefined",
                        "{\"{}\":1}",
                        "true",
                        "10"),
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
        assertEquals(
                List.of(Level.INFO, Level.INFO, Level.WARN, Level.ERROR),
                lines.list.stream().map(ILoggingEvent::getLevel).toList());
        assertEquals("app", lines.list.getFirst().getMarkerList().getFirst().getName());
    }

    @Test
    void theConsoleHasNoOtherMembers() {
        assertEquals("[\"log\",\"info\",\"warn\",\"error\"]", valueOf("Object.keys(console)"));
    }
}
