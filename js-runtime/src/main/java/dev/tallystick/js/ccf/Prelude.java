package dev.tallystick.js.ccf;

import org.graalvm.polyglot.Source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The JavaScript half of {@code ccf}, from the resources beside this class, as one function of host
 * and features.
 */
final class Prelude {
    private static final List<String> PARTS =
            List.of("base.js", "kv.js", "crypto.js", "snp.js", "application.js", "governance.js");

    /** One object for all contexts, so that the engine parses it once. */
    static final Source SOURCE = source();

    private Prelude() {}

    private static Source source() {
        StringBuilder text = new StringBuilder("(function (host, features) {\n\"use strict\";\n");
        PARTS.forEach(part -> text.append(read(part)).append('\n'));
        text.append("})");
        // Internal: its frames are left out of stack traces.
        return Source.newBuilder("js", text, "ccf").internal(true).cached(true).buildLiteral();
    }

    private static String read(String part) {
        try (InputStream in = Prelude.class.getResourceAsStream(part)) {
            if (in == null) {
                throw new IllegalStateException("resource missing beside Prelude: " + part);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + part, e);
        }
    }
}
