package dev.tallystick.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The process-wide engine. */
class JsEngineTest {
    @Test
    void itSaysWhatItIs() {
        assertTrue(
                JsTestBed.ENGINE.engineVersion().matches("graaljs-\\d+\\.\\d+\\.\\d+"),
                JsTestBed.ENGINE.engineVersion());
    }

    @Test
    void itCanBeClosedWhenIdle() {
        JsEngine engine = new JsEngine();

        engine.close();
        engine.close();
    }

    @Test
    void manyThreadsCanRunRequestsAtOnce() throws InterruptedException, ExecutionException {
        try (JsTestBed bed = new JsTestBed();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            bed.handler(
                    "let n = 0; export function handler(request) { n++; return { body:"
                            + " `${n}${request.query}` }; }");
            JsEndpoint endpoint =
                    JsTestBed.endpoint(JsEndpoint.Mode.READONLY, "/test.js", "handler");
            List<Callable<String>> requests =
                    IntStream.range(0, 100)
                            .<Callable<String>>mapToObj(
                                    i ->
                                            () ->
                                                    JsTestBed.text(
                                                            bed.call(
                                                                    endpoint,
                                                                    JsTestBed.get("/test?" + i))))
                            .toList();

            List<Future<String>> answers = threads.invokeAll(requests);

            for (int i = 0; i < answers.size(); i++) {
                assertEquals("1" + i, answers.get(i).get());
            }
        }
    }
}
