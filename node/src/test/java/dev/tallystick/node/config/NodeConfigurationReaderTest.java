package dev.tallystick.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.node.config.Command.Join;
import dev.tallystick.node.config.Command.Recover;
import dev.tallystick.node.config.Command.Start;
import dev.tallystick.node.config.Redirections.Role;
import dev.tallystick.node.config.Redirections.Target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class NodeConfigurationReaderTest {
    @TempDir Path folder;

    @Test
    void oneFileMayHoldAllThreeStartSectionsOfWhichOnlyTheNamedOneIsLookedAt() throws Exception {
        String all =
                Configurations.MINIMAL_START.replace(
                        "\"type\": \"Start\",",
                        """
                        "type": "Start", "service_certificate_file": "s.pem",
                        "join": {"target_rpc_address": "nonsense:x", "odd": 1},
                        "recover": {},
                        """);
        NodeConfiguration configuration = Configurations.read(folder, all);
        Start start = (Start) configuration.command();
        assertEquals(Path.of("s.pem"), start.serviceCertificateFile());
        assertEquals(
                List.of(Path.of("actions.js"), Path.of("resolve.js")), start.constitutionFiles());
    }

    @Test
    void aJoinNamesItsTarget() throws Exception {
        String text =
                withCommand(
                        """
                        {"type": "Join", "join": {"target_rpc_address": "10.0.0.1:443",
                        "retry_timeout": "2s", "follow_redirect": false}}
                        """);
        Join join = (Join) Configurations.read(folder, text).command();
        assertEquals(new Address("10.0.0.1", 443), join.targetRpcAddress());
        assertEquals(Duration.ofSeconds(2), join.retryTimeout());
        assertEquals(false, join.followRedirect());
        assertEquals(10L << 30, join.fetchSnapshotMaxSize().bytes());
    }

    @Test
    void aRecoveryNamesThePreviousIdentity() throws Exception {
        String text =
                withCommand(
                        """
                        {"type": "Recover", "recover": {"previous_service_identity_file": "old.pem"}}
                        """);
        Recover recover = (Recover) Configurations.read(folder, text).command();
        assertEquals(Path.of("old.pem"), recover.previousServiceIdentityFile());
        assertEquals(1, recover.initialServiceCertificateValidityDays());
    }

    @Test
    void nullUnsetsWhatMayBeUnset() throws Exception {
        String text =
                withRoot(
                        """
                        "idle_connection_timeout": null, "node_client_interface": null,
                        "node_data_json_file": null, "snapshots": {"read_only_directory": null},
                        """);
        NodeConfiguration configuration = Configurations.read(folder, text);
        assertNull(configuration.idleConnectionTimeout());
        assertNull(configuration.nodeClientInterface());
        assertNull(configuration.nodeDataJsonFile());
        assertNull(configuration.snapshots().readOnlyDirectory());
    }

    @Test
    void anOmittedRedirectionToBackupsPointsAtThePrimary() throws Exception {
        String text =
                withInterface(
                        """
                        "redirections": {"to_primary": {"kind": "StaticAddress",
                        "target": {"address": "lb.example.com:443"}}},
                        """);
        RpcInterface main = mainInterface(Configurations.read(folder, text));
        Redirections expected =
                new Redirections(
                        new Target.StaticAddress("lb.example.com:443"),
                        new Target.NodeByRole(Role.PRIMARY));
        assertEquals(expected, main.redirections());
    }

    @Test
    void theStoredInterfaceKeepsWhatWasSetAndLeavesOutDefaults() throws Exception {
        String text =
                withInterface(
                        """
                        "app_protocol": "HTTP1", "endorsement": {"authority": "Service"},
                        "max_open_sessions_soft": 1000, "enabled_operator_features": ["SnapshotRead"],
                        "unknown": 1,
                        """);
        RpcInterface main = mainInterface(Configurations.read(folder, text));
        assertEquals(
                "{\"bind_address\":\"127.0.0.1:18180\",\"published_address\":\"127.0.0.1:18180\","
                        + "\"enabled_operator_features\":[\"SnapshotRead\"],"
                        + "\"max_open_sessions_soft\":1000}",
                main.toJson(new Address("127.0.0.1", 18180)).toString());
    }

    @Test
    void largeValuesGoToDiskWhereTheOperatorWantsThem() throws Exception {
        String text =
                withRoot(
                        """
                        "tallystick": {"large_values": {"enabled": true, "threshold": "1KB",
                        "directory": "/mnt/big", "max_size": "1TB"}},
                        """);
        assertEquals(
                new NodeConfiguration.LargeValues(
                        true, ByteSize.parse("1KB"), Path.of("/mnt/big"), ByteSize.parse("1TB")),
                Configurations.read(folder, text).largeValues());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ledger\": {\"chunk_sise\": \"1KB\"}, | $.ledger.chunk_sise | did you mean"
                        + " \"chunk_size\"?",
                "\"worker_threads\": \"4\", | $.worker_threads | is the string \"4\"; remove the"
                        + " quotes",
                "\"worker_threads\": -1, | $.worker_threads | must be at least 0, is -1",
                "\"tick_interval\": 10, | $.tick_interval | put it in quotes",
                "\"tick_interval\": \"10 sec\", | $.tick_interval | unknown unit \"sec\"; use one"
                        + " of us, ms",
                "\"logging\": {\"format\": \"json\"}, | $.logging.format | must be one of \"Text\","
                        + " \"Json\"",
                "\"zzz\": {}, | $.zzz | unknown member; remove it",
                "\"odd name\": {}, | $['odd name'] | unknown member; remove it",
                "\"worker_threads\": 1e300, | $.worker_threads | too large; write a number",
                "\"worker_threads\": 3000000000, | $.worker_threads | too large",
                "\"snapshots\": {\"tx_count\": 0}, | $.snapshots.tx_count | must be at least 1, is"
                        + " 0",
                "\"node_certificate\": {\"subject_alt_names\": [\"x\"]}, |"
                        + " $.node_certificate.subject_alt_names | write \"iPAddress:<ip>\"",
                "\"ledger\": {\"read_only_directories\": [\"a\", 1]}, |"
                        + " $.ledger.read_only_directories[1] | must be a string",
                "\"tallystick\": {\"large_valus\": {}}, | $.tallystick.large_valus | did you mean"
                        + " \"large_values\"?",
                "\"tallystick\": {\"large_values\": {\"threshold\": \"1023\"}}, |"
                        + " $.tallystick.large_values.threshold | write 1KB to 64MB",
                "\"tallystick\": {\"large_values\": {\"max_size\": \"63MB\"}}, |"
                        + " $.tallystick.large_values.max_size | write at least 64MB",
            })
    void aViolationNamesItsPathAndTheRemedy(String member, String path, String remedy)
            throws Exception {
        StartupException refusal = Configurations.refusal(folder, withRoot(member));
        assertEquals(ExitStatus.CONFIGURATION_ERROR, refusal.status());
        assertEquals(1, refusal.lines().size(), () -> refusal.lines().toString());
        String line = refusal.lines().getFirst();
        String opening =
                "Error validating JSON schema for configuration file %s: %s: "
                        .formatted(folder.resolve("node.config.json"), path);
        assertTrue(line.startsWith(opening), line);
        assertTrue(line.contains(remedy), line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"published_address\": \"h:99999\", | port \"99999\" is not an integer from 0 to"
                        + " 65535",
                "\"accepted_endpoints\": [\"/node/(\"], | no regular expression",
                "\"endorsement\": {\"authority\": \"ACME\"}, | must be one of \"Node\","
                        + " \"Service\", \"Unsecured\"",
                "\"endorsement\": {}, | required member \"authority\" is missing; add it (Who",
                "\"http_configuration\": {\"max_frame_size\": \"15KB\"}, | write 16KB to 16MB",
                "\"redirections\": {\"to_primary\": {\"kind\": \"StaticAddress\"}}, | \"target\" is"
                        + " missing",
                "\"redirections\": {\"to_primary\": {\"kind\": \"NodeByRole\", \"target\":"
                        + " {\"interface\": \"x\"}}}, | unknown member",
            })
    void aViolationInsideAnInterfaceIsFound(String member, String remedy) throws Exception {
        StartupException refusal = Configurations.refusal(folder, withInterface(member));
        String line = refusal.lines().getFirst();
        assertTrue(line.contains("$.network.rpc_interfaces.main"), line);
        assertTrue(line.contains(remedy), line);
    }

    @Test
    void anUnknownMemberOfAnInterfaceIsAccepted() throws Exception {
        RpcInterface main =
                mainInterface(Configurations.read(folder, withInterface("\"later\": true,")));
        assertEquals(1_000, main.maxOpenSessionsSoft());
    }

    @Test
    void allViolationsAreReportedAtOnce() throws Exception {
        String text =
                withRoot("\"tick_interval\": \"x\", \"worker_threads\": -1, \"jwt\": {\"a\": 1},");
        assertEquals(3, Configurations.refusal(folder, text).lines().size());
    }

    @Test
    void theSectionOfTheStartTypeIsRequired() throws Exception {
        StartupException refusal =
                Configurations.refusal(folder, withCommand("{\"type\": \"Join\"}"));
        assertTrue(refusal.lines().getFirst().contains("$.command: required member \"join\""));
    }

    @Test
    void anAbsentFileAndBrokenJsonSaySo() throws Exception {
        Path absent = folder.resolve("absent.json");
        StartupException noFile =
                assertThrows(
                        StartupException.class,
                        () -> new NodeConfigurationReader().read(absent, Duration.ZERO));
        assertEquals(
                "Error parsing configuration file " + absent + ": the file does not exist",
                noFile.getMessage());
        String broken = Configurations.refusal(folder, "{\n \"network\": }").getMessage();
        assertTrue(String.valueOf(broken).contains(": line 2, column 13: Unexpected"), broken);
    }

    @Test
    void anIncompleteFileIsReadAgainUntilTheTimeout() throws Exception {
        Path file = Configurations.write(folder, "{");
        NodeConfigurationReader reader = new NodeConfigurationReader();
        CompletableFuture<NodeConfigurationReader.Result> reading =
                CompletableFuture.supplyAsync(() -> reader.read(file, Duration.ofSeconds(30)));
        Path whole = Files.writeString(folder.resolve("new"), Configurations.MINIMAL_START);
        Files.move(whole, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        assertEquals(Configurations.MINIMAL_START, reading.join().text());
    }

    private static RpcInterface mainInterface(NodeConfiguration configuration) {
        return configuration.network().rpcInterfaces().values().iterator().next();
    }

    private static String withRoot(String members) {
        return Configurations.MINIMAL_START.replaceFirst(
                "\\{", "{" + members.replace("\\", "\\\\"));
    }

    private static String withInterface(String members) {
        return Configurations.MINIMAL_START.replace("\"main\": {", "\"main\": {" + members);
    }

    private static String withCommand(String command) {
        String text = Configurations.MINIMAL_START;
        return text.substring(0, text.indexOf("\"command\":")) + "\"command\": " + command + "}";
    }
}
