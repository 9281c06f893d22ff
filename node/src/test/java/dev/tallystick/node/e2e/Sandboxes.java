package dev.tallystick.node.e2e;

import dev.tallystick.node.sandbox.Sandbox;
import dev.tallystick.node.sandbox.SandboxOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts services for tests, with the logging sample and a free port. */
final class Sandboxes {
    private Sandboxes() {}

    static Sandbox start(Path workspace) throws IOException {
        Path application = Path.of(System.getProperty("tallystick.root"), "samples", "logging");
        return Sandbox.start(
                new SandboxOptions(
                        workspace, false, 2, 2, application, List.of(), "127.0.0.1", 0, null),
                line -> {});
    }
}
