package dev.tallystick.node.sandbox;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the user of a sandbox may choose.
 *
 * @param workspace folder for everything the sandbox writes
 * @param replacesOld whether an earlier sandbox in that folder is deleted; otherwise it is moved
 *     aside
 * @param members how many members, 1 to {@value #PEOPLE_MAX}
 * @param users how many users, 0 to {@value #PEOPLE_MAX}
 * @param application folder with {@code app.json} and {@code src/}
 * @param constitution JavaScript files instead of the sandbox's own; empty: the sandbox's own
 * @param host address to listen on
 * @param port to listen on; 0 lets the system choose
 * @param nodeLog receives each line of the node's log; null: it is only written to a file
 */
public record SandboxOptions(
        Path workspace,
        boolean replacesOld,
        int members,
        int users,
        Path application,
        List<Path> constitution,
        String host,
        int port,
        @Nullable Consumer<String> nodeLog) {
    /** Most members, and most users. */
    public static final int PEOPLE_MAX = 100;

    private static final int PORT_MAX = 65535;

    /** Checks what can be checked before anything is written. */
    public SandboxOptions {
        constitution = List.copyOf(constitution);
        if (members < 1 || members > PEOPLE_MAX) {
            throw new SandboxException("--members must be 1 to " + PEOPLE_MAX);
        }
        if (users < 0 || users > PEOPLE_MAX) {
            throw new SandboxException("--users must be 0 to " + PEOPLE_MAX);
        }
        if (port < 0 || port > PORT_MAX) {
            throw new SandboxException("--port must be 0 to " + PORT_MAX);
        }
        for (Path file : constitution) {
            if (!Files.isReadable(file)) {
                throw new SandboxException("--constitution: cannot read " + file);
            }
        }
    }
}
