package dev.tallystick.node.config;

import dev.tallystick.node.config.NodeConfiguration.Attestation;
import dev.tallystick.node.config.NodeConfiguration.Consensus;
import dev.tallystick.node.config.NodeConfiguration.CurveId;
import dev.tallystick.node.config.NodeConfiguration.EndorsementsServer;
import dev.tallystick.node.config.NodeConfiguration.LargeValues;
import dev.tallystick.node.config.NodeConfiguration.Ledger;
import dev.tallystick.node.config.NodeConfiguration.LedgerSignatures;
import dev.tallystick.node.config.NodeConfiguration.LogFormat;
import dev.tallystick.node.config.NodeConfiguration.Memory;
import dev.tallystick.node.config.NodeConfiguration.NodeCertificate;
import dev.tallystick.node.config.NodeConfiguration.OutputFiles;
import dev.tallystick.node.config.NodeConfiguration.Snapshots;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Fills {@link NodeConfiguration} from the document, with the defaults of spec 06, 1.5. */
final class ConfigurationDecoder {
    private static final long THRESHOLD_MIN_BYTES = 1 << 10;
    private static final long THRESHOLD_MAX_BYTES = 64 << 20;

    private ConfigurationDecoder() {}

    /** Reads everything it can; what it had to replace by a default is among the violations. */
    static NodeConfiguration decode(Section root) {
        return new NodeConfiguration(
                NetworkDecoder.decode(root.section("network")),
                CommandDecoder.decode(root.section("command")),
                nodeCertificate(root.section("node_certificate")),
                root.fileOrNull("node_data_json_file"),
                root.fileOrNull("service_data_json_file"),
                attestation(root.section("attestation")),
                ledger(root.section("ledger")),
                snapshots(root.section("snapshots")),
                root.section("logging").choice("format", LogFormat.class, LogFormat.TEXT),
                consensus(root.section("consensus")),
                signatures(root.section("ledger_signatures")),
                root.section("jwt").time("key_refresh_interval", "30min"),
                outputFiles(root.section("output_files")),
                root.time("tick_interval", "10ms"),
                root.time("slow_io_logging_threshold", "10000us"),
                root.textOrNull("node_client_interface"),
                root.time("client_connection_timeout", "2000ms"),
                idleConnectionTimeout(root),
                root.count("worker_threads", 0),
                memory(root.section("memory")),
                root.bool("ignore_first_sigterm", false),
                root.integer("node_to_node_message_limit", 23_726_566),
                root.size("historical_cache_soft_limit", "512MB"),
                largeValues(root.section("tallystick").section("large_values")));
    }

    private static @Nullable Duration idleConnectionTimeout(Section root) {
        return root.isNull("idle_connection_timeout")
                ? null
                : root.time("idle_connection_timeout", "60s");
    }

    private static NodeCertificate nodeCertificate(Section section) {
        List<String> names = section.texts("subject_alt_names");
        for (String name : names) {
            if (!name.startsWith("iPAddress:") && !name.startsWith("dNSName:")) {
                section.violation(
                        "subject_alt_names",
                        "\"%s\" has no known prefix; write \"iPAddress:<ip>\" or \"dNSName:<name>\""
                                .formatted(name));
            }
        }
        return new NodeCertificate(
                section.text("subject_name", "CN=CCF Node"),
                names,
                section.choice("curve_id", CurveId.class, CurveId.SECP384R1),
                section.count("initial_validity_days", 1));
    }

    private static Attestation attestation(Section section) {
        List<EndorsementsServer> servers = new ArrayList<>();
        for (Section server : section.sections("snp_endorsements_servers")) {
            servers.add(
                    new EndorsementsServer(
                            server.text("type", "Azure"),
                            server.text("url", ""),
                            server.count("max_retries_count", 3)));
        }
        return new Attestation(
                section.fileOrNull("snp_security_policy_file"),
                section.fileOrNull("snp_uvm_endorsements_file"),
                section.fileOrNull("snp_endorsements_file"),
                servers);
    }

    private static Ledger ledger(Section section) {
        return new Ledger(
                section.file("directory", "ledger"),
                section.files("read_only_directories"),
                section.size("chunk_size", "5MB"));
    }

    private static Snapshots snapshots(Section section) {
        return new Snapshots(
                section.file("directory", "snapshots"),
                section.integer("tx_count", 10_000),
                section.fileOrNull("read_only_directory"));
    }

    private static Consensus consensus(Section section) {
        return new Consensus(
                section.time("message_timeout", "100ms"),
                section.time("election_timeout", "5000ms"),
                section.integer("max_uncommitted_tx_count", 10_000));
    }

    private static LedgerSignatures signatures(Section section) {
        return new LedgerSignatures(
                section.integer("tx_count", 5_000), section.time("delay", "1000ms"));
    }

    private static OutputFiles outputFiles(Section section) {
        return new OutputFiles(
                section.file("node_certificate_file", "nodecert.pem"),
                section.file("pid_file", "my_node.pid"),
                section.fileOrNull("node_to_node_address_file"),
                section.fileOrNull("rpc_addresses_file"),
                section.fileOrNull("sealed_ledger_secret_location"));
    }

    private static LargeValues largeValues(Section section) {
        ByteSize threshold = section.size("threshold", "64KB");
        if (threshold.bytes() < THRESHOLD_MIN_BYTES || threshold.bytes() > THRESHOLD_MAX_BYTES) {
            section.violation(
                    "threshold", "%s is out of range; write 1KB to 64MB".formatted(threshold));
        }
        ByteSize maxSize = section.size("max_size", "16GB");
        if (maxSize.bytes() < THRESHOLD_MAX_BYTES) {
            section.violation(
                    "max_size",
                    "%s is less than one value may take; write at least 64MB".formatted(maxSize));
        }
        return new LargeValues(
                section.bool("enabled", false),
                threshold,
                section.file("directory", "large_values"),
                maxSize);
    }

    private static Memory memory(Section section) {
        return new Memory(
                section.size("circuit_size", "16MB"),
                section.size("max_msg_size", "64MB"),
                section.size("max_fragment_size", "256KB"));
    }
}
