package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.LedgerSecrets;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/** What to audit, and what is known about it from elsewhere. Immutable. */
public final class AuditOptions {
    // Written only before the object is handed out.
    private List<Path> directories = List.of();
    private @Nullable Certificate serviceCertificate;
    private @Nullable TxId expectedLast;
    private @Nullable TxId trusted;
    private @Nullable Path snapshot;
    private boolean isUnsignedTailAllowed;
    private LedgerSecrets secrets = LedgerSecrets.NONE;
    private int threads = Runtime.getRuntime().availableProcessors();

    private AuditOptions() {}

    /** Everything in these directories, on all processors, with no outside knowledge. */
    public static AuditOptions of(Path... directories) {
        AuditOptions options = new AuditOptions();
        options.directories = List.of(directories);
        return options;
    }

    private AuditOptions copy() {
        AuditOptions copy = new AuditOptions();
        copy.directories = directories;
        copy.serviceCertificate = serviceCertificate;
        copy.expectedLast = expectedLast;
        copy.trusted = trusted;
        copy.snapshot = snapshot;
        copy.isUnsignedTailAllowed = isUnsignedTailAllowed;
        copy.secrets = secrets;
        copy.threads = threads;
        return copy;
    }

    /** The ledger must end under this service's key. */
    public AuditOptions withServiceCertificate(Certificate certificate) {
        AuditOptions copy = copy();
        copy.serviceCertificate = certificate;
        return copy;
    }

    /** The ledger must reach this transaction: shows that nothing was cut off before it. */
    public AuditOptions withExpectedLast(TxId txId) {
        AuditOptions copy = copy();
        copy.expectedLast = txId;
        return copy;
    }

    /**
     * An earlier audit has verified all signatures up to this transaction: they are not verified
     * again, only hashed, so that the next signature after it covers them anew.
     */
    public AuditOptions withTrusted(TxId txId) {
        AuditOptions copy = copy();
        copy.trusted = txId;
        return copy;
    }

    /**
     * The audit begins after this snapshot, which is verified first; files before it are not read,
     * and need not be there.
     */
    public AuditOptions fromSnapshot(Path file) {
        AuditOptions copy = copy();
        copy.snapshot = file;
        return copy;
    }

    /**
     * Entries after the last signature, and one torn entry at the very end, are reported instead of
     * refused: what a killed node leaves behind.
     */
    public AuditOptions allowUnsignedTail() {
        AuditOptions copy = copy();
        copy.isUnsignedTailAllowed = true;
        return copy;
    }

    /**
     * Private domains are authenticated and commit evidence is recomputed; all entries must be
     * covered by the secrets.
     */
    public AuditOptions withSecrets(LedgerSecrets known) {
        AuditOptions copy = copy();
        copy.secrets = known;
        return copy;
    }

    /**
     * So many threads hash and verify beside the one that reads; with 1 all happens on that one.
     */
    public AuditOptions onThreads(int count) {
        Check.that(count >= 1, "an audit on %s threads", count);
        AuditOptions copy = copy();
        copy.threads = count;
        return copy;
    }

    /** Ledger directories; a file that is in several of them is read once, from the first. */
    List<Path> directories() {
        return directories;
    }

    @Nullable Certificate serviceCertificate() {
        return serviceCertificate;
    }

    @Nullable TxId expectedLast() {
        return expectedLast;
    }

    @Nullable TxId trusted() {
        return trusted;
    }

    @Nullable Path snapshot() {
        return snapshot;
    }

    boolean isUnsignedTailAllowed() {
        return isUnsignedTailAllowed;
    }

    LedgerSecrets secrets() {
        return secrets;
    }

    int threads() {
        return threads;
    }
}
