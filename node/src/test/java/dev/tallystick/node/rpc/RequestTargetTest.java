package dev.tallystick.node.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frontends and the parts of a target (spec 02, 3.2 and 3.5). */
class RequestTargetTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/app/log/private, APP, /log/private, ''",
                "/log/private, APP, /log/private, ''",
                "/app, APP, /app, ''",
                "/node, APP, /node, ''",
                "/, APP, /, ''",
                "/node/, NODE, /, ''",
                "/node/commit?a=b, NODE, /commit, a=b",
                "/nodes/commit, APP, /nodes/commit, ''",
                "/Node/commit, APP, /Node/commit, ''",
                "/%6eode/commit, APP, /%6eode/commit, ''",
                "/gov/a?b?c#d, GOV, /a, b?c",
                "/a#b, APP, /a#b, ''",
                "/a#b?c, APP, /a#b, c",
                "/a?/node/x, APP, /a, /node/x",
                "https://h/x, APP, https://h/x, ''",
                "*, APP, *, ''",
            })
    void targetsAreTakenApart(String target, FrontendName frontend, String path, String query) {
        RequestTarget parsed = RequestTarget.parse(target);

        assertEquals(frontend, parsed.frontend());
        assertEquals(path, parsed.path());
        assertEquals(query, parsed.rawQuery());
    }
}
