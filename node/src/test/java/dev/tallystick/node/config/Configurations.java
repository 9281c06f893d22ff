package dev.tallystick.node.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Configuration files for tests. */
final class Configurations {
    /** Nothing but what is required to start a service. */
    static final String MINIMAL_START =
            """
            {
              "network": {
                "node_to_node_interface": {"bind_address": "127.0.0.1:0"},
                "rpc_interfaces": {"main": {"bind_address": "127.0.0.1:8000"}}
              },
              "command": {
                "type": "Start",
                "start": {
                  "constitution_files": ["actions.js", "resolve.js"],
                  "members": [{"certificate_file": "member0_cert.pem"}]
                }
              }
            }
            """;

    private Configurations() {}

    static NodeConfiguration read(Path folder, String text) throws IOException {
        return new NodeConfigurationReader()
                .read(write(folder, text), Duration.ZERO)
                .configuration();
    }

    /** The lines of the refusal, with the folder's name taken out. */
    static StartupException refusal(Path folder, String text) throws IOException {
        Path file = write(folder, text);
        return assertThrows(
                StartupException.class,
                () -> new NodeConfigurationReader().read(file, Duration.ZERO));
    }

    static Path write(Path folder, String text) throws IOException {
        return Files.writeString(folder.resolve("node.config.json"), text);
    }
}
