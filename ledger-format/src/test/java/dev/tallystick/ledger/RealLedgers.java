package dev.tallystick.ledger;

import dev.tallystick.ledger.files.LedgerFileName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where recorded ledgers of real services lie; see {@link RecordedServices}. */
public final class RealLedgers {
    private RealLedgers() {}

    /** All folders that hold a ledger. */
    public static List<Path> directories() {
        try (Stream<Path> all = Files.walk(RecordedServices.path(""))) {
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
