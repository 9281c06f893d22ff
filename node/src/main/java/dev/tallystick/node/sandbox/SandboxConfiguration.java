package dev.tallystick.node.sandbox;

import dev.tallystick.ledger.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.List;

/**
 * Writes the node configuration of a sandbox (spec 06, 1.5); paths are relative to the workspace.
 */
final class SandboxConfiguration {
    /** The one listener for clients. */
    static final String INTERFACE = "primary_rpc_interface";

    /** Bundles travel in proposals, and may be larger than the default of 1MB. */
    private static final String BODY_SIZE_MAX = "16MB";

    private SandboxConfiguration() {}

    static String json(
            SandboxOptions options,
            Workspace workspace,
            List<Person> members,
            List<Path> constitution) {
        ObjectNode root = Json.object();
        ObjectNode network = root.putObject("network");
        network.putObject("node_to_node_interface").put("bind_address", options.host() + ":0");
        ObjectNode clients = network.putObject("rpc_interfaces").putObject(INTERFACE);
        clients.put("bind_address", options.host() + ":" + options.port());
        clients.putObject("http_configuration").put("max_body_size", BODY_SIZE_MAX);
        addCommand(root, workspace, members, constitution);
        root.putObject("node_certificate").put("initial_validity_days", Person.VALIDITY_DAYS);
        root.putObject("ledger").put("directory", relative(workspace, workspace.ledger()));
        root.putObject("ledger_signatures").put("delay", "100ms");
        ObjectNode output = root.putObject("output_files");
        output.put("node_certificate_file", relative(workspace, workspace.nodeCertificate()));
        output.put("pid_file", "node.pid");
        output.put("rpc_addresses_file", relative(workspace, workspace.rpcAddresses()));
        return root.toPrettyString() + "\n";
    }

    private static void addCommand(
            ObjectNode root, Workspace workspace, List<Person> members, List<Path> constitution) {
        ObjectNode command = root.putObject("command");
        command.put("type", "Start");
        command.put(
                "service_certificate_file", relative(workspace, workspace.serviceCertificate()));
        ObjectNode start = command.putObject("start");
        ArrayNode files = start.putArray("constitution_files");
        constitution.forEach(file -> files.add(relative(workspace, file)));
        ArrayNode people = start.putArray("members");
        for (Person member : members) {
            ObjectNode entry = people.addObject();
            entry.put("certificate_file", relative(workspace, member.certificateFile()));
            entry.put(
                    "encryption_public_key_file", relative(workspace, member.encryptionKeyFile()));
        }
        start.put("initial_service_certificate_validity_days", Person.VALIDITY_DAYS);
    }

    private static String relative(Workspace workspace, Path file) {
        return file.startsWith(workspace.folder())
                ? workspace.folder().relativize(file).toString()
                : file.toAbsolutePath().toString();
    }
}
