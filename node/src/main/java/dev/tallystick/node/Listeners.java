package dev.tallystick.node;

import dev.tallystick.node.config.Address;
import dev.tallystick.node.config.ByteSize;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.NodeConfiguration;
import dev.tallystick.node.config.RpcInterface;
import dev.tallystick.node.config.StartupException;
import dev.tallystick.node.http.Authority;
import dev.tallystick.node.http.CertificateSource;
import dev.tallystick.node.http.HttpLimits;
import dev.tallystick.node.http.HttpServer;
import dev.tallystick.node.http.HttpServerOptions;
import dev.tallystick.node.http.InterfaceBindException;
import dev.tallystick.node.http.InterfaceOptions;
import dev.tallystick.node.http.SizeLimit;
import dev.tallystick.node.rpc.InterfaceRules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From the network part of the configuration to sockets (spec 06, 1.4 and 1.5). */
final class Listeners {
    private Listeners() {}

    /**
     * Takes the ports of all RPC interfaces.
     *
     * @throws StartupException if one cannot be had
     */
    static HttpServer bind(NodeConfiguration configuration, CertificateSource certificates) {
        List<InterfaceOptions> interfaces = new ArrayList<>();
        configuration
                .network()
                .rpcInterfaces()
                .forEach((name, rpc) -> interfaces.add(options(name, rpc)));
        try {
            return HttpServer.bind(sizes(configuration), interfaces, certificates);
        } catch (InterfaceBindException e) {
            throw new StartupException(ExitStatus.FAILURE, String.valueOf(e.getMessage()));
        }
    }

    private static HttpServerOptions sizes(NodeConfiguration configuration) {
        HttpServerOptions usual = HttpServerOptions.forThisMachine();
        Duration idle = configuration.idleConnectionTimeout();
        int workers = configuration.workerThreads();
        return new HttpServerOptions(
                usual.eventLoopThreads(),
                workers == 0 ? usual.executionThreads() : workers + 1,
                usual.executionQueueMax(),
                idle == null ? Duration.ZERO : idle);
    }

    private static InterfaceOptions options(String name, RpcInterface rpc) {
        if (rpc.maxOpenSessionsHard() < rpc.maxOpenSessionsSoft()) {
            throw new StartupException(
                    ExitStatus.VALIDATION_ERROR,
                    "$.network.rpc_interfaces.%s.max_open_sessions_hard: %d is below max_open_sessions_soft, %d; raise it"
                            .formatted(name, rpc.maxOpenSessionsHard(), rpc.maxOpenSessionsSoft()));
        }
        if (rpc.appProtocol() != RpcInterface.AppProtocol.HTTP1) {
            throw new StartupException(
                    ExitStatus.FAILURE,
                    "$.network.rpc_interfaces.%s.app_protocol: this version serves HTTP1 only"
                            .formatted(name));
        }
        return new InterfaceOptions(
                name,
                rpc.bindAddress().hostWithoutBrackets(),
                rpc.bindAddress().port(),
                authority(rpc.authority()),
                new HttpLimits(
                        limit(rpc.httpLimits().maxBodySize()),
                        limit(rpc.httpLimits().maxHeaderSize()),
                        rpc.httpLimits().maxHeadersCount()),
                rpc.maxOpenSessionsSoft(),
                rpc.maxOpenSessionsHard());
    }

    private static SizeLimit limit(ByteSize size) {
        return new SizeLimit(size.text(), size.bytes());
    }

    private static Authority authority(RpcInterface.Authority authority) {
        return switch (authority) {
            case NODE -> Authority.NODE;
            case SERVICE -> Authority.SERVICE;
            case UNSECURED -> Authority.UNSECURED;
        };
    }

    /** What the system assigned. */
    static BoundInterfaces bound(
            NodeConfiguration configuration, PeerListener peers, HttpServer server) {
        Map<String, Address> addresses = new HashMap<>();
        server.addresses().forEach((name, address) -> addresses.put(name, Address.of(address)));
        return new BoundInterfaces(
                configuration.network(), peers.address(), new TreeMap<>(addresses));
    }

    /** What may be called on each interface. */
    static Map<String, InterfaceRules> rules(NodeConfiguration configuration) {
        return configuration.network().rpcInterfaces().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, rpc -> rules(rpc.getValue())));
    }

    private static InterfaceRules rules(RpcInterface rpc) {
        List<String> accepted = rpc.acceptedEndpoints();
        return new InterfaceRules(
                accepted == null ? null : accepted.stream().map(Pattern::compile).toList(),
                rpc.enabledOperatorFeatures().stream()
                        .map(Listeners::featureName)
                        .collect(Collectors.toSet()));
    }

    private static String featureName(RpcInterface.OperatorFeature feature) {
        return switch (feature) {
            case SNAPSHOT_READ -> "SnapshotRead";
        };
    }
}
