package dev.tallystick.node.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class AppBundleTest {
    @TempDir Path folder;

    @BeforeEach
    void writeSource() throws Exception {
        Files.createDirectories(folder.resolve("src/lib"));
        Files.writeString(folder.resolve("src/main.js"), "export function f() {}");
        Files.writeString(folder.resolve("src/lib/x.js"), "export const x = 'é';");
    }

    @Test
    void modulesAreNamedByTheirPathBelowSrc() throws Exception {
        describe("{\"endpoints\": {\"/f\": {\"get\": {\"js_module\": \"main.js\"}}}}");
        assertEquals(
                "{\"bundle\":{\"metadata\":{\"endpoints\":{\"/f\":{\"get\":{\"js_module\":\"main.js\"}}}},\"modules\":[{\"name\":\"lib/x.js\",\"module\":\"export"
                    + " const x = 'é';\"},{\"name\":\"main.js\",\"module\":\"export function f()"
                    + " {}\"}]}}",
                AppBundle.read(folder).setJsAppArguments().toString());
    }

    @Test
    void aFolderWithoutDescriptionIsRefused() {
        assertTrue(refusal().contains("needs a folder with app.json and src/"), refusal());
    }

    @Test
    void aDescriptionWithoutEndpointsIsRefused() throws Exception {
        describe("{\"endpoints\": []}");
        assertTrue(refusal().contains("app.json has no \"endpoints\" object"), refusal());
        describe("{");
        assertTrue(refusal().contains("app.json is not JSON"), refusal());
    }

    @Test
    void theMessageLogGetsAWriteAReadAndAReceipt() throws Exception {
        describe("{\"endpoints\": {\"/log\": {\"post\": {}, \"get\": {}}}}");
        Person user = Person.user("user0", folder);
        List<String> lines =
                new CurlExamples("https://127.0.0.1:8000", Path.of("my certs/s.pem"), user)
                        .of(AppBundle.read(folder), "2.17");
        String start =
                "curl --cacert 'my certs/s.pem' --cert %s --key %s -i "
                        .formatted(user.certificateFile(), user.keyFile());
        assertEquals(
                List.of(
                        start
                                + "https://127.0.0.1:8000/app/log -H 'content-type:"
                                + " application/json' --data-binary '{\"id\": 1, \"msg\": \"Hello,"
                                + " world\"}'",
                        start + "'https://127.0.0.1:8000/app/log?id=1'",
                        start + "'https://127.0.0.1:8000/app/receipt?transaction_id=2.17'"),
                lines);
    }

    @Test
    void otherBundlesGetTheirFirstEndpoints() throws Exception {
        describe("{\"endpoints\": {\"/a\": {\"put\": {}}, \"/b/{id}\": {\"GET\": {}}}}");
        AppBundle bundle = AppBundle.read(folder);
        assertEquals(List.of("PUT /app/a", "GET /app/b/{id}"), CurlExamples.endpoints(bundle));
        List<String> lines =
                new CurlExamples("https://h:1", Path.of("s.pem"), null).of(bundle, "2.9");
        assertEquals("curl --cacert s.pem -i 'https://h:1/app/b/{id}'", lines.getFirst());
        assertEquals(2, lines.size());
    }

    private void describe(String json) throws Exception {
        Files.writeString(folder.resolve("app.json"), json);
    }

    private String refusal() {
        SandboxException refusal =
                assertThrows(SandboxException.class, () -> AppBundle.read(folder));
        return String.valueOf(refusal.getMessage());
    }
}
