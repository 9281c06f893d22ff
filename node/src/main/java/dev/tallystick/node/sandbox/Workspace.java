package dev.tallystick.node.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folder of a sandbox, and the names of the files in it. Everything lies below this folder. */
final class Workspace {
    /** Tells our folders from others', which are never touched. */
    private static final String MARK = ".tally-sandbox";

    /** Also an argument of the node, by which a running one is recognised. */
    private static final String CONFIGURATION = "node.config.json";

    private final Path folder;

    private Workspace(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a new, empty workspace. An earlier sandbox there is moved to {@code NAME.1}, {@code
     * NAME.2} and so on, so that its ledger stays at hand, or deleted.
     *
     * @throws SandboxException if the folder holds something else, or a sandbox that still runs
     */
    static Workspace create(Path folder, boolean deletesOld, Consumer<String> progress)
            throws IOException {
        if (Files.exists(folder) && !isEmpty(folder)) {
            if (!Files.exists(folder.resolve(MARK))) {
                throw new SandboxException(
                        folder
                                + " is not empty and not an old sandbox; choose another folder with"
                                + " --workspace");
            }
            refuseWhileRunning(folder);
            if (deletesOld) {
                deleteRecursively(folder);
            } else {
                Path aside = firstFreeName(folder);
                Files.move(folder, aside);
                progress.accept("the earlier sandbox is kept in " + aside);
            }
        }
        Files.createDirectories(folder.resolve("keys"));
        Files.createFile(folder.resolve(MARK));
        return new Workspace(folder);
    }

    Path folder() {
        return folder;
    }

    Path keys() {
        return folder.resolve("keys");
    }

    Path constitution() {
        return folder.resolve("constitution");
    }

    Path configuration() {
        return folder.resolve(CONFIGURATION);
    }

    Path serviceCertificate() {
        return folder.resolve("service_cert.pem");
    }

    Path nodeCertificate() {
        return folder.resolve("node_cert.pem");
    }

    Path rpcAddresses() {
        return folder.resolve("rpc_addresses.json");
    }

    Path ledger() {
        return folder.resolve("ledger");
    }

    Path standardOutput() {
        return folder.resolve("out");
    }

    Path standardError() {
        return folder.resolve("err");
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("node.pid");
    }

    private static void refuseWhileRunning(Path folder) throws IOException {
        Optional<ProcessHandle> node;
        try {
            String pid = Files.readString(pidFile(folder)).strip();
            node = ProcessHandle.of(Long.parseLong(pid));
        } catch (NoSuchFileException | NumberFormatException e) {
            return;
        }
        boolean isNode =
                node.flatMap(handle -> handle.info().arguments())
                        .map(arguments -> List.of(arguments).contains(CONFIGURATION))
                        .orElse(false);
        if (isNode) {
            throw new SandboxException(
                    "a sandbox is running in %s (process %d); stop it, or choose another --workspace"
                            .formatted(folder, node.orElseThrow().pid()));
        }
    }

    private static Path firstFreeName(Path folder) {
        int number = 1;
        while (Files.exists(numbered(folder, number))) {
            number++;
        }
        return numbered(folder, number);
    }

    private static Path numbered(Path folder, int number) {
        return folder.resolveSibling(folder.getFileName() + "." + number);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> entries = Files.walk(folder)) {
            deepestFirst = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : deepestFirst) {
            Files.delete(entry);
        }
    }
}
