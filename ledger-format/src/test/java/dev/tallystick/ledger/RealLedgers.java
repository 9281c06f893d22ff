package dev.tallystick.ledger;

import dev.tallystick.ledger.files.LedgerFileName;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where recorded ledgers of real services lie; tests that ask are skipped if they are absent. */
public final class RealLedgers {
    private RealLedgers() {}

    /** The folder of recorded data. */
    public static Path data() {
        String property = System.getProperty("tallystick.data", "");
        Path data = Path.of(property);
        Assumptions.assumeTrue(
                !property.isEmpty() && Files.isDirectory(data),
                "skipped: no recorded services in '" + property + "' (property tallystick.data)");
        return data;
    }

    /** All folders that hold a ledger. */
    public static List<Path> directories() {
        try (Stream<Path> all = Files.walk(data())) {
            return all.filter(path -> path.endsWith("ledger") && Files.isDirectory(path))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ledger files of one folder, in the order of their first seqnos. */
    public static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted(
                            Comparator.comparingLong(
                                    file -> LedgerFileName.of(file).orElseThrow().start()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
