package dev.tallystick.node.config;

import dev.tallystick.node.config.Redirections.Role;
import dev.tallystick.node.config.Redirections.Target;
import dev.tallystick.node.config.RpcInterface.AppProtocol;
import dev.tallystick.node.config.RpcInterface.Authority;
import dev.tallystick.node.config.RpcInterface.HttpLimits;
import dev.tallystick.node.config.RpcInterface.OperatorFeature;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Fills {@link Network}. */
final class NetworkDecoder {
    private static final long FRAME_SIZE_MIN_BYTES = 16L << 10;
    private static final long FRAME_SIZE_MAX_BYTES = 16L << 20;

    private NetworkDecoder() {}

    static Network decode(Section network) {
        Section peers = network.section("node_to_node_interface");
        NodeToNodeInterface nodeToNode =
                new NodeToNodeInterface(
                        peers.address("bind_address"), peers.addressOrNull("published_address"));
        Section interfaces = network.section("rpc_interfaces");
        SortedMap<String, RpcInterface> rpcInterfaces = new TreeMap<>();
        for (String name : interfaces.json().propertyNames()) {
            rpcInterfaces.put(name, rpcInterface(interfaces.section(name)));
        }
        return new Network(nodeToNode, rpcInterfaces);
    }

    private static RpcInterface rpcInterface(Section section) {
        Set<OperatorFeature> features = EnumSet.noneOf(OperatorFeature.class);
        for (String feature : section.texts("enabled_operator_features")) {
            OperatorFeature found = Section.constant(OperatorFeature.class, feature);
            if (found != null) {
                features.add(found);
            }
        }
        return new RpcInterface(
                section.address("bind_address"),
                section.addressOrNull("published_address"),
                section.choice("app_protocol", AppProtocol.class, AppProtocol.HTTP1),
                section.count("max_open_sessions_soft", 1_000),
                section.count("max_open_sessions_hard", 1_010),
                httpLimits(section.section("http_configuration")),
                section.section("endorsement")
                        .choice("authority", Authority.class, Authority.SERVICE),
                section.has("accepted_endpoints") ? section.patterns("accepted_endpoints") : null,
                Duration.ofMillis(section.count("forwarding_timeout_ms", 3_000)),
                redirections(section),
                features,
                section.json());
    }

    private static HttpLimits httpLimits(Section section) {
        HttpLimits limits =
                new HttpLimits(
                        section.size("max_body_size", "1MB"),
                        section.size("max_header_size", "16KB"),
                        section.count("max_headers_count", 256),
                        section.count("max_concurrent_streams_count", 100),
                        section.size("initial_window_size", "64KB"),
                        section.size("max_frame_size", "16KB"));
        long frameSize = limits.maxFrameSize().bytes();
        if (frameSize < FRAME_SIZE_MIN_BYTES || frameSize > FRAME_SIZE_MAX_BYTES) {
            section.violation(
                    "max_frame_size",
                    "\"%s\" is out of range; write 16KB to 16MB".formatted(limits.maxFrameSize()));
        }
        return limits;
    }

    private static @Nullable Redirections redirections(Section section) {
        if (!section.has("redirections")) {
            return null;
        }
        Section redirections = section.section("redirections");
        return new Redirections(
                target(redirections.section("to_primary")),
                target(redirections.section("to_backup")));
    }

    private static Target target(Section section) {
        Section target = section.section("target");
        return section.text("kind", "NodeByRole").equals("StaticAddress")
                ? new Target.StaticAddress(target.text("address", ""))
                : new Target.NodeByRole(target.choice("role", Role.class, Role.PRIMARY));
    }
}
