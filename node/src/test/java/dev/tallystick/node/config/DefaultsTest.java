package dev.tallystick.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tallystick.node.config.Command.ServiceConfiguration;
import dev.tallystick.node.config.Command.Start;
import dev.tallystick.node.config.NodeConfiguration.CurveId;
import dev.tallystick.node.config.NodeConfiguration.LargeValues;
import dev.tallystick.node.config.NodeConfiguration.LogFormat;
import dev.tallystick.node.config.RpcInterface.AppProtocol;
import dev.tallystick.node.config.RpcInterface.Authority;
import dev.tallystick.node.config.RpcInterface.HttpLimits;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Every default of the table in spec 06, 1.5. */
class DefaultsTest {
    @TempDir Path folder;
    private NodeConfiguration minimal;

    @BeforeEach
    void readMinimal() throws Exception {
        minimal = Configurations.read(folder, Configurations.MINIMAL_START);
    }

    @Test
    void anInterfaceServesHttp1WithTheServiceEndorsedCertificate() {
        RpcInterface main = minimal.network().rpcInterfaces().values().iterator().next();
        assertEquals(AppProtocol.HTTP1, main.appProtocol());
        assertEquals(Authority.SERVICE, main.authority());
        assertEquals(1_000, main.maxOpenSessionsSoft());
        assertEquals(1_010, main.maxOpenSessionsHard());
        assertEquals(Duration.ofSeconds(3), main.forwardingTimeout());
        assertEquals(Set.of(), main.enabledOperatorFeatures());
        assertNull(main.publishedAddress());
        assertNull(main.acceptedEndpoints());
        assertNull(main.redirections());
        HttpLimits limits =
                new HttpLimits(
                        ByteSize.parse("1MB"),
                        ByteSize.parse("16KB"),
                        256,
                        100,
                        ByteSize.parse("64KB"),
                        ByteSize.parse("16KB"));
        assertEquals(limits, main.httpLimits());
    }

    @Test
    void aServiceStartsWithOneDayCertificatesAndNoSpecialHeaders() {
        Start start = (Start) minimal.command();
        assertEquals(Path.of("service_cert.pem"), start.serviceCertificateFile());
        assertEquals(1, start.initialServiceCertificateValidityDays());
        assertEquals("CN=CCF Service", start.serviceSubjectName());
        assertEquals("", start.coseIssuer());
        assertEquals("", start.coseSubject());
        assertEquals(new ServiceConfiguration(0, null, null, null), start.serviceConfiguration());
    }

    @Test
    void filesAndDirectoriesHaveTheNamesOfTheTable() {
        assertEquals(Path.of("ledger"), minimal.ledger().directory());
        assertEquals(List.of(), minimal.ledger().readOnlyDirectories());
        assertEquals(5L << 20, minimal.ledger().chunkSize().bytes());
        assertEquals(Path.of("snapshots"), minimal.snapshots().directory());
        assertEquals(10_000, minimal.snapshots().txCount());
        assertEquals(Path.of("nodecert.pem"), minimal.outputFiles().nodeCertificateFile());
        assertEquals(Path.of("my_node.pid"), minimal.outputFiles().pidFile());
        assertNull(minimal.outputFiles().nodeToNodeAddressFile());
        assertNull(minimal.outputFiles().rpcAddressesFile());
        assertNull(minimal.outputFiles().sealedLedgerSecretLocation());
        assertNull(minimal.serviceDataJsonFile());
    }

    @Test
    void timersAndLimitsAreThoseOfTheTable() {
        assertEquals(Duration.ofMillis(100), minimal.consensus().messageTimeout());
        assertEquals(Duration.ofSeconds(5), minimal.consensus().electionTimeout());
        assertEquals(10_000, minimal.consensus().maxUncommittedTxCount());
        assertEquals(5_000, minimal.ledgerSignatures().txCount());
        assertEquals(Duration.ofSeconds(1), minimal.ledgerSignatures().delay());
        assertEquals(Duration.ofMinutes(30), minimal.jwtKeyRefreshInterval());
        assertEquals(Duration.ofMillis(10), minimal.tickInterval());
        assertEquals(Duration.ofMillis(10), minimal.slowIoLoggingThreshold());
        assertEquals(Duration.ofSeconds(2), minimal.clientConnectionTimeout());
        assertEquals(Duration.ofSeconds(60), minimal.idleConnectionTimeout());
        assertEquals(0, minimal.workerThreads());
        assertEquals(false, minimal.ignoreFirstSigterm());
        assertEquals(23_726_566, minimal.nodeToNodeMessageLimit());
        assertEquals(512L << 20, minimal.historicalCacheSoftLimit().bytes());
        assertEquals(
                new LargeValues(
                        false,
                        ByteSize.parse("64KB"),
                        Path.of("large_values"),
                        ByteSize.parse("16GB")),
                minimal.largeValues());
        assertEquals(16L << 20, minimal.memory().circuitSize().bytes());
        assertEquals(LogFormat.TEXT, minimal.logFormat());
        assertEquals(CurveId.SECP384R1, minimal.nodeCertificate().curveId());
        assertEquals("CN=CCF Node", minimal.nodeCertificate().subjectName());
        assertEquals(1, minimal.nodeCertificate().initialValidityDays());
    }

    @Test
    void theSchemaTellsTheSameDefaultsAsTheDecoder() throws Exception {
        JsonNode schema = new NodeConfigurationReader().schema().schemaDocument();
        ObjectNode explicit =
                (ObjectNode) JsonMapper.shared().readTree(Configurations.MINIMAL_START);
        fillDefaults(schema, explicit);
        JsonNode definitions = schema.get("definitions");
        ObjectNode main = (ObjectNode) explicit.at("/network/rpc_interfaces/main");
        fillDefaults(definitions.get("rpc_interface"), main);
        fillDefaults(definitions.get("start"), (ObjectNode) explicit.at("/command/start"));
        main.remove(List.of("endorsement", "redirections"));
        NodeConfiguration spelledOut = Configurations.read(folder, explicit.toString());
        assertEquals(withoutSource(minimal), withoutSource(spelledOut));
    }

    /** The record as text, without the source that interfaces keep for {@code nodes.info}. */
    private static String withoutSource(NodeConfiguration configuration) {
        return configuration.toString().replaceAll("asWritten=\\{.*?\\}\\]", "");
    }

    private static void fillDefaults(JsonNode schema, ObjectNode target) {
        for (var property : schema.path("properties").properties()) {
            String name = property.getKey();
            JsonNode rule = property.getValue();
            if (rule.has("default")) {
                target.set(name, rule.get("default"));
            } else if (rule.has("properties")) {
                ObjectNode inner =
                        target.get(name) instanceof ObjectNode known
                                ? known
                                : target.putObject(name);
                fillDefaults(rule, inner);
            }
        }
    }
}
