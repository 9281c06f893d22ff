package dev.tallystick.ledger.files;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the ledger lies and how safe it must be (spec 01, 1.1).
 *
 * @param main directory that is read and written; created if missing, its parent is not
 * @param readOnly further directories, which must exist; only committed files are used from them
 * @param fsync whether {@link LedgerFiles#flush} and commits wait until the disk has the bytes;
 *     false is what CCF does
 */
public record LedgerFilesOptions(Path main, List<Path> readOnly, boolean fsync) {
    public LedgerFilesOptions {
        readOnly = List.copyOf(readOnly);
    }

    /** One directory, without fsync. */
    public static LedgerFilesOptions of(Path main) {
        return new LedgerFilesOptions(main, List.of(), false);
    }
}
