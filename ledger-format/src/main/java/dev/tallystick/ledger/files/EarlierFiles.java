package dev.tallystick.ledger.files;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files of an earlier run in the main directory, while a joining node writes the same seqnos again
 * (spec 01, 1.9): they are used again for as long as their bytes are those that arrive.
 *
 * <p>Whatever changes several files begins with the last one, so that a crash leaves the beginning
 * of a ledger.
 */
final class EarlierFiles {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierFiles.class);

    private final Disk disk;

    /** Files not yet taken, by the seqno with which they start. */
    private final NavigableMap<Long, Path> files = new TreeMap<>();

    private EarlierFiles(Disk disk) {
        this.disk = disk;
    }

    /** Nothing to use again. */
    static EarlierFiles none(Disk disk) {
        return new EarlierFiles(disk);
    }

    /**
     * Finds the files that start after {@code seqno}; committed ones among them lose their
     * committed names, as they may have to change.
     */
    static EarlierFiles after(long seqno, Path directory, Disk disk) throws IOException {
        EarlierFiles earlier = new EarlierFiles(disk);
        NavigableMap<Long, Path> committed = new TreeMap<>();
        for (Path file : LedgerScan.ledgerFiles(directory)) {
            LedgerFileName name = LedgerFileName.of(file).orElseThrow();
            boolean isConcerned = name.start() > seqno && !name.isIgnored() && !name.isRecovery();
            if (isConcerned) {
                NavigableMap<Long, Path> found = name.isCommitted() ? committed : earlier.files;
                Path other = found.put(name.start(), file);
                if (other != null) {
                    LedgerScan.setAside(disk, other, "another file has the same start");
                }
            }
        }
        for (Map.Entry<Long, Path> file : committed.descendingMap().entrySet()) {
            earlier.uncommit(file.getKey(), file.getValue());
        }
        return earlier;
    }

    private void uncommit(long start, Path file) throws IOException {
        Path other = files.get(start);
        if (other != null) {
            LedgerScan.setAside(disk, other, "a committed file has the same start");
        }
        Path target = file.resolveSibling(LedgerFileName.open(start, false));
        LOG.info("Renaming {} to {}: its entries may change", file, target.getFileName());
        disk.move(file, target);
        files.put(start, target);
    }

    /** The file that starts with {@code seqno}, if there is one; it is no longer known here. */
    Optional<Path> take(long seqno) {
        return Optional.ofNullable(files.remove(seqno));
    }

    /** Whether a file starts with {@code seqno}. */
    boolean hasStart(long seqno) {
        return files.containsKey(seqno);
    }

    /** Deletes all files that start at {@code seqno} or later: another ledger goes on from here. */
    void deleteFrom(long seqno) throws IOException {
        for (Path file : files.tailMap(seqno, true).descendingMap().values()) {
            LOG.warn("Deleting {}: the ledger differs from seqno {} on at latest", file, seqno);
            disk.delete(file);
        }
        files.clear();
    }

    /** Keeps all files that start at {@code seqno} or later out of the ledger. */
    void setAsideFrom(long seqno) throws IOException {
        for (Path file : files.tailMap(seqno, true).descendingMap().values()) {
            LedgerScan.setAside(disk, file, "a recovery writes the ledger anew from here");
        }
        files.clear();
    }

    /** Forgets all files: what is written now is new. */
    void forget() {
        files.clear();
    }
}
