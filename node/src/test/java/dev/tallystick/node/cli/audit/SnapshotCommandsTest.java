package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystick.ledger.Json;
import dev.tallystick.node.cli.CapturedConsole;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** On the snapshots of a CCF service. */
class SnapshotCommandsTest {
    private static final Path SERVICE =
            Path.of(System.getProperty("tallystick.data"), "ccf7-service");
    private static final Path SNAPSHOT =
            SERVICE.resolve("node0/snapshots/snapshot_286_287.committed");

    @TempDir Path folder;
    private final CapturedConsole console = CapturedConsole.withoutNode();

    @BeforeEach
    void needData() {
        assumeTrue(Files.exists(SERVICE), "no recorded service at " + SERVICE);
    }

    private int run(String command, Path file, String... more) {
        List<String> args = new ArrayList<>(List.of("snapshot", command, file.toString()));
        args.addAll(List.of(more));
        return console.run(args.toArray(String[]::new));
    }

    private static String[] keys(String... options) {
        Stream<String> members =
                Stream.of("member0", "member1")
                        .map(name -> SERVICE.resolve("keys/" + name + "_enc_privk.pem").toString())
                        .flatMap(file -> Stream.of("--member-key", file));
        return Stream.concat(Stream.of(options), members).toArray(String[]::new);
    }

    private static String certificate() {
        return SERVICE.resolve("service_cert.pem").toString();
    }

    private List<JsonNode> lines() {
        return console.out().lines().map(Json::parse).toList();
    }

    private Path damaged(int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(SNAPSHOT);
        bytes[offset] ^= 1;
        return Files.write(folder.resolve(SNAPSHOT.getFileName().toString()), bytes);
    }

    @Test
    void aSnapshotOfTheServiceIsValid() {
        assertEquals(0, run("verify", SNAPSHOT, "--service-cert", certificate()), console.err());

        assertTrue(
                console.out().startsWith("snapshot_286_287.committed is a valid snapshot of 2.286"),
                console.out());
        assertTrue(console.out().contains("  proved by        2.287, signed by node\n"));
        assertTrue(console.out().contains("  not checked      private domain: no ledger secret"));
        assertFalse(console.out().contains("as the snapshot itself says"), console.out());
        assertEquals("", console.err());
    }

    @Test
    void withoutCertificateItIsSaidWhoseWordIsTaken() {
        assertEquals(0, run("verify", SNAPSHOT));
        assertTrue(console.out().contains("as the snapshot itself says"), console.out());

        assertEquals(0, run("verify", SNAPSHOT, "--output", "json"));
        assertFalse(lines().getFirst().at("/service/given").asBoolean());
        assertEquals(
                "no service certificate was given",
                lines().getFirst().at("/not_checked/service").asString());
    }

    @Test
    void theMembersKeysMakeTheCheckComplete() {
        String[] options = keys("--service-cert", certificate(), "--output", "json");
        assertEquals(0, run("verify", SNAPSHOT, options), console.err() + console.out());

        JsonNode json = lines().getFirst();
        assertTrue(json.get("valid").asBoolean());
        assertEquals("2.286", json.get("snapshot").asString());
        assertEquals("2.287", json.get("evidence").asString());
        assertEquals(151, json.at("/private_tables/rows").asInt());
        assertEquals(0, json.get("not_checked").size(), json.toString());
    }

    @ParameterizedTest
    @CsvSource({"70000, claims_digest", "5, entry", "3, receipt", "146500, endorsement"})
    void theFailedCheckOfADamagedCopyIsNamed(int offset, String check) throws IOException {
        Path file = damaged(offset);
        assertEquals(1, run("verify", file, "--output", "json"), console.out());
        JsonNode json = lines().getFirst();
        assertFalse(json.get("valid").asBoolean());
        assertEquals(file.toString(), json.get("file").asString());
        assertEquals(check, json.get("check").asString(), json.toString());

        assertEquals(1, run("verify", file));
        assertTrue(console.err().startsWith("tally snapshot verify: " + file + ": "));
        assertEquals(1, console.err().lines().count(), console.err());
        assertEquals("", console.out());
    }

    @Test
    void aSnapshotOfAnotherServiceIsRefused() {
        Path later = SERVICE.resolve("recovered_node/snapshots/snapshot_336_337.committed");
        String[] options = {later.toString(), "--service-cert", certificate()};

        assertEquals(1, run("verify", SNAPSHOT, options));

        assertTrue(console.out().contains("a valid snapshot of 2.286"), console.out());
        assertTrue(console.err().contains("node endorsement: "), console.err());
    }

    @Test
    void oneUnreadableFileDoesNotHideTheOthers() throws IOException {
        Path missing = folder.resolve("missing");
        assertEquals(2, run("verify", missing, damaged(70_000).toString(), SNAPSHOT.toString()));

        assertTrue(console.err().contains("there is no such file"), console.err());
        assertTrue(console.err().contains("claims digest: "), console.err());
        assertTrue(console.out().contains("a valid snapshot of 2.286"), console.out());
        assertEquals(2, run("verify", folder));
        assertTrue(console.err().contains("it is a folder"), console.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "show"})
    void tooFewKeysAreTheCallersMistake(String command) {
        String key = SERVICE.resolve("keys/member0_enc_privk.pem").toString();

        assertEquals(2, run(command, SNAPSHOT, "--member-key", key));
        assertTrue(console.err().contains("1 of 2 needed shares"), console.err());

        assertEquals(2, run(command, SNAPSHOT, "--member-key", certificate()));
        assertTrue(console.err().contains("is no RSA private key"), console.err());

        String ledger = SERVICE.resolve("node0/ledger").toString();
        assertEquals(2, run(command, SNAPSHOT, "--ledger", ledger));
        assertTrue(console.err().contains("of no use without --member-key"), console.err());
    }

    @Test
    void theTablesAreListed() {
        assertEquals(0, run("show", SNAPSHOT), console.err());
        String out = console.out();
        assertTrue(out.startsWith("  snapshot of      2.286\n"), out);
        assertTrue(out.contains("27,055 bytes, not shown for want of --member-key"), out);
        assertTrue(
                out.lines().anyMatch(l -> l.matches(" +public:ccf.gov.constitution +1 +.*2.117")));
        assertFalse(out.contains("(private)"), out);

        assertEquals(0, run("show", SNAPSHOT, keys("--output", "json")));
        JsonNode json = lines().getFirst();
        assertEquals("open", json.get("private_tables").asString());
        assertEquals("2.1", json.at("/views/0").asString());
        assertEquals(36, json.get("tables").size());
        JsonNode records = json.get("tables").get(35);
        assertEquals("records", records.get("name").asString());
        assertEquals(151, records.get("rows").asInt());
        assertEquals(64, json.at("/receipt/leaf_components/claims_digest").asString().length());
    }

    @Test
    void rowsAreFilteredByTableAndKey() {
        assertEquals(
                0, run("show", SNAPSHOT, "--table", "public:rec*", "--key", "24"), console.err());
        assertEquals(
                """
                  public:records
                    24  (2.80) = public message 24

                1 rows of 1 tables shown. Private tables are not shown, for want of --member-key. \
                Read, not verified: tally snapshot verify does that.
                """,
                console.out());

        assertEquals(
                0,
                run(
                        "show",
                        SNAPSHOT,
                        "--output",
                        "json",
                        "--table",
                        "public:ccf.gov.service.info"));
        assertEquals("Open", lines().getFirst().at("/value/status").asString());
        assertEquals(0, lines().getFirst().get("key").asInt());
        assertEquals(1, lines().getLast().at("/summary/rows").asInt());
        assertEquals("sealed", lines().getLast().at("/summary/private_tables").asString());
    }

    @Test
    void privateRowsAreShownToWhoeverHasTheKeys() {
        String ledger = SERVICE.resolve("node0/ledger").toString();
        for (String[] options :
                List.of(
                        keys("--table", "records", "--output", "json"),
                        keys("--table", "records", "--output", "json", "--ledger", ledger))) {
            assertEquals(0, run("show", SNAPSHOT, options), console.err());
            assertEquals(152, lines().size());
            assertEquals("records", lines().getFirst().get("table").asString());
            assertTrue(lines().getFirst().get("value_text").asString().length() > 3);
        }
    }

    @Test
    void whatIsNoSnapshotIsRefused() {
        assertEquals(1, run("show", Path.of(certificate())));
        assertTrue(console.err().contains("entry format version is 45"), console.err());
        assertEquals(2, run("show", folder));
        assertEquals(2, console.run("snapshot"));
        assertEquals(2, console.run("snapshot", "show"));
    }
}
