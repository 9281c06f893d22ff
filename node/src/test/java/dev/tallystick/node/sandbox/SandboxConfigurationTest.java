package dev.tallystick.node.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.node.config.Command.Start;
import dev.tallystick.node.config.NodeConfiguration;
import dev.tallystick.node.config.NodeConfigurationReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class SandboxConfigurationTest {
    @TempDir Path folder;

    @Test
    void theNodeAcceptsTheConfigurationAndPathsAreRelativeToTheWorkspace() throws Exception {
        Workspace workspace = Workspace.create(folder.resolve("w"), false, line -> {});
        Person member = Person.member("member0", workspace.keys());
        SandboxOptions options =
                new SandboxOptions(
                        workspace.folder(),
                        false,
                        1,
                        1,
                        folder,
                        List.of(),
                        "127.0.0.1",
                        8123,
                        null);
        Path mine = folder.resolve("mine.js");
        String json =
                SandboxConfiguration.json(
                        options,
                        workspace,
                        List.of(member),
                        List.of(workspace.constitution().resolve("actions.js"), mine));
        Path file = Files.writeString(workspace.configuration(), json);
        NodeConfiguration configuration =
                new NodeConfigurationReader().read(file, Duration.ZERO).configuration();
        Start start = (Start) configuration.command();
        assertEquals(List.of(Path.of("constitution/actions.js"), mine), start.constitutionFiles());
        assertEquals(
                Path.of("keys/member0_cert.pem"), start.members().getFirst().certificateFile());
        assertEquals(Path.of("ledger"), configuration.ledger().directory());
        assertEquals(90, configuration.nodeCertificate().initialValidityDays());
        assertEquals(
                "127.0.0.1:8123",
                configuration
                        .network()
                        .rpcInterfaces()
                        .sequencedValues()
                        .getFirst()
                        .bindAddress()
                        .toString());
    }
}
