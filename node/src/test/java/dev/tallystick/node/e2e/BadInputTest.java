package dev.tallystick.node.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.node.sandbox.Sandbox;
import dev.tallystick.node.sandbox.SandboxSummary;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** What clients and operators get wrong costs them a clear error, and the service nothing. */
class BadInputTest {
    private static final long SEED = 20;
    private static final int BODY_OVER_LIMIT = (16 << 20) + 1;

    @TempDir static Path folder;

    private static Sandbox sandbox;
    private static SandboxSummary service;

    @BeforeAll
    static void startAService() throws IOException {
        sandbox = Sandboxes.start(folder.resolve("sandbox"));
        service = sandbox.summary();
    }

    @AfterAll
    static void stopTheService() throws IOException {
        sandbox.close();
        assertEquals(
                "",
                Files.readString(service.ledger().resolveSibling("err")),
                "a node writes nothing to standard error");
    }

    @Test
    void nothingThatClientsSendStopsTheNode() throws Exception {
        try (UserClient user = new UserClient(service)) {
            assertEquals(200, user.post("/app/log", "{\"id\":7,\"msg\":\"kept\"}").statusCode());

            expect(400, "", user.post("/app/log", "{\"id\":"));
            expect(400, "", user.post("/app/log", "[]"));
            expect(404, "ResourceNotFound", user.get("/app/nothing/here"));
            expect(405, "UnsupportedHttpVerb", user.post("/node/commit", "{}"));
            expect(400, "InvalidQueryParameterValue", user.get("/app/tx?transaction_id=0.0"));
            expect(404, "TransactionInvalid", user.get("/app/receipt?transaction_id=x"));
            expect(413, "RequestBodyTooLarge", user.post("/app/log", "x".repeat(BODY_OVER_LIMIT)));
            speakNoTls();

            HttpResponse<String> read = user.get("/app/log?id=7");
            assertEquals(200, read.statusCode(), read.body());
            assertTrue(read.body().contains("kept"), read.body());
        }
    }

    private static void expect(int status, String code, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(code), answer.body());
    }

    /** Plain HTTP, random bytes, and a connection that says nothing. */
    private static void speakNoTls() throws IOException {
        URI url = URI.create(service.url());
        byte[] noise = new byte[4096];
        new Random(SEED).nextBytes(noise);
        byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (byte[] bytes : new byte[][] {http, noise, {}}) {
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // Reset by the server: as good an end as any.
            }
        }
    }

    /** The sandbox's own configuration in a folder of its own, some text replaced. */
    private static Path configuration(String name, String from, String to) throws IOException {
        Path workspace = service.ledger().getParent();
        Path directory = Files.createDirectory(folder.resolve(name));
        String text =
                Files.readString(workspace.resolve("node.config.json"))
                        .replace("\"keys/", "\"" + workspace + "/keys/")
                        .replace("\"constitution/", "\"" + workspace + "/constitution/");
        assertTrue(text.contains(from), text);
        return Files.writeString(directory.resolve("c.json"), text.replace(from, to));
    }

    private static Tool.Result node(Path config) throws Exception {
        return Tool.run(config.getParent(), "node", "--config", config.toString());
    }

    private static void expectOneLine(int status, String text, Tool.Result result) {
        assertEquals(status, result.status(), result.out() + result.err());
        String said = result.lastLine() + result.err();
        assertTrue(said.contains(text), said);
    }

    @Test
    void aMissingConfigurationIsNamed() throws Exception {
        Path absent = Files.createDirectory(folder.resolve("absent")).resolve("no.json");

        expectOneLine(134, absent.toString(), node(absent));
    }

    @Test
    void aMistakeInTheConfigurationIsNamedByItsPath() throws Exception {
        Path config = configuration("mistake", "\"ledger_signatures\"", "\"ledger_signaturs\"");

        expectOneLine(134, "ledger_signaturs", node(config));
    }

    @Test
    void anOccupiedPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Path config =
                    configuration(
                            "occupied",
                            "\"primary_rpc_interface\" : {\n"
                                    + "        \"bind_address\" : \"127.0.0.1:0\"",
                            "\"primary_rpc_interface\" : {\n        \"bind_address\" : \""
                                    + address
                                    + "\"");

            expectOneLine(1, String.valueOf(taken.getLocalPort()), node(config));
        }
    }

    @Test
    void aLedgerDirectoryWithFilesIsRefusedAndLeftAlone() throws Exception {
        Path config = configuration("full", "\"node.pid\"", "\"other.pid\"");
        Path ledger = Files.createDirectory(config.resolveSibling("ledger"));
        Path kept = ledger.resolve("ledger_1-2.committed");
        Files.writeString(kept, "precious", StandardOpenOption.CREATE_NEW);

        expectOneLine(105, "ledger directory should not exist or be empty", node(config));
        assertEquals("precious", Files.readString(kept));
    }
}
