package dev.tallystick.node.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * What a newcomer needs to go on with a running sandbox.
 *
 * @param nodeId id of the node, hex
 * @param url of the node, without a path
 * @param endpoints of the application, for example {@code POST /app/log}
 * @param serviceCertificate to verify the node with
 * @param members key files of each member
 * @param users key files of each user
 * @param ledger folder of the ledger files
 * @param log the node's log
 * @param examples commands to try next, ready for a shell
 */
public record SandboxSummary(
        String nodeId,
        String url,
        List<String> endpoints,
        Path serviceCertificate,
        List<KeyFiles> members,
        List<KeyFiles> users,
        Path ledger,
        Path log,
        List<String> examples) {
    /**
     * The files of one member or user.
     *
     * @param name for example {@code user0}
     * @param certificate PEM
     * @param privateKey PEM
     */
    public record KeyFiles(String name, Path certificate, Path privateKey) {
        static KeyFiles of(Person person) {
            return new KeyFiles(person.name(), person.certificateFile(), person.keyFile());
        }
    }

    /** Keeps unmodifiable copies. */
    public SandboxSummary {
        endpoints = List.copyOf(endpoints);
        members = List.copyOf(members);
        users = List.copyOf(users);
        examples = List.copyOf(examples);
    }
}
