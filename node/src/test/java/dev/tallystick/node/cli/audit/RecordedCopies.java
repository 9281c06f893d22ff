package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystick.ledger.files.LedgerFileName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of the ledger of a recorded CCF service, to be changed. */
final class RecordedCopies {
    private static final Path LEDGER =
            Path.of(System.getProperty("tallystick.data", ""), "ccf7-service/node0/ledger");

    private RecordedCopies() {}

    /** Makes a directory with a copy; skips the test where the data is absent. */
    static Path make(Path directory) throws IOException {
        assumeTrue(Files.exists(LEDGER), "no recorded ledger at " + LEDGER);
        Files.createDirectories(directory);
        for (Path chunk : chunks(LEDGER)) {
            Files.copy(chunk, directory.resolve(chunk.getFileName()));
        }
        return directory;
    }

    /** The ledger files of a directory in order. */
    static List<Path> chunks(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted(
                            Comparator.comparingLong(
                                    file -> LedgerFileName.of(file).orElseThrow().start()))
                    .toList();
        }
    }
}
