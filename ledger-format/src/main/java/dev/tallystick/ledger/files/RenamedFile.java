package dev.tallystick.ledger.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Finds the file that a running node has renamed since the directory was listed: once all of it is
 * committed, {@code ledger_N} becomes {@code ledger_N-M.committed} (spec 01, 1.2). Its entries are
 * the same, and more may have been added before.
 */
final class RenamedFile {
    private RenamedFile() {}

    /**
     * Where the file is now.
     *
     * @throws NoSuchFileException if it is under neither name
     */
    static Path current(Path path, LedgerFileName name) throws IOException {
        return Files.exists(path) ? path : committed(path, name);
    }

    /**
     * The committed file with the entries of {@code path}, which is not there any more.
     *
     * @throws NoSuchFileException if there is none
     */
    static Path committed(Path path, LedgerFileName name) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (name.isCommitted() || directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(path.toString());
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> path.resolveSibling(file.getFileName()))
                    .filter(file -> isCommitted(file, name))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException(path.toString()));
        }
    }

    private static boolean isCommitted(Path file, LedgerFileName before) {
        return LedgerFileName.of(file)
                .filter(LedgerFileName::isCommitted)
                .filter(name -> !name.isIgnored() && name.isRecovery() == before.isRecovery())
                .filter(name -> name.start() == before.start())
                .isPresent();
    }
}
