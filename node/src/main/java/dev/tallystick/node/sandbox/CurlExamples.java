package dev.tallystick.node.sandbox;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Three curl lines to try next: a write, a read, and a receipt. For the message log of {@code
 * samples/logging} they are complete; for other bundles the first endpoint of each kind is shown.
 */
final class CurlExamples {
    private static final String LOG_PATH = "/log";

    private final String url;
    private final String options;

    /**
     * @param user whose certificate is shown; null: none
     */
    CurlExamples(String url, Path serviceCertificate, @Nullable Person user) {
        this.url = url;
        this.options =
                "curl --cacert "
                        + quoted(serviceCertificate.toString())
                        + (user == null
                                ? ""
                                : " --cert %s --key %s"
                                        .formatted(
                                                quoted(user.certificateFile().toString()),
                                                quoted(user.keyFile().toString())));
    }

    List<String> of(AppBundle bundle, String transactionId) {
        List<String> lines = new ArrayList<>();
        JsonNode endpoints = bundle.endpoints();
        if (methods(endpoints.path(LOG_PATH)).containsAll(List.of("POST", "GET"))) {
            lines.add(write(LOG_PATH, "{\"id\": 1, \"msg\": \"Hello, world\"}"));
            lines.add(read(LOG_PATH + "?id=1"));
        } else {
            String written = firstWith(endpoints, "POST");
            String read = firstWith(endpoints, "GET");
            if (written != null) {
                lines.add(write(written, "{}"));
            }
            if (read != null) {
                lines.add(read(read));
            }
        }
        lines.add(read("/receipt?transaction_id=" + transactionId));
        return lines;
    }

    /** The application's endpoints as {@code VERB /app/path}. */
    static List<String> endpoints(AppBundle bundle) {
        List<String> lines = new ArrayList<>();
        for (var path : bundle.endpoints().properties()) {
            for (String method : methods(path.getValue())) {
                lines.add(method + " /app" + path.getKey());
            }
        }
        return lines;
    }

    private String write(String path, String body) {
        return "%s -i %s -H 'content-type: application/json' --data-binary %s"
                .formatted(options, quoted(url + "/app" + path), quoted(body));
    }

    private String read(String path) {
        return options + " -i " + quoted(url + "/app" + path);
    }

    private static @Nullable String firstWith(JsonNode endpoints, String method) {
        for (var path : endpoints.properties()) {
            if (methods(path.getValue()).contains(method)) {
                return path.getKey();
            }
        }
        return null;
    }

    private static List<String> methods(JsonNode path) {
        return path.propertyNames().stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
    }

    /** For a POSIX shell: in single quotes where needed. */
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
