package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.LedgerSecrets;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * What to audit, and what is known about it from elsewhere.
 *
 * @param directories ledger directories; a file that is in several of them is read once, from the
 *     first
 * @param serviceCertificate of the service that must own the end of the ledger; null accepts any
 * @param expectedLast a transaction that must be there and covered by a signature; null accepts any
 *     end
 * @param trusted a transaction up to which an earlier audit has verified all signatures: they are
 *     not verified again, only hashed, so that the next signature after it covers them anew; null
 *     if there was none
 * @param isUnsignedTailAllowed whether entries after the last signature, and one torn entry at the
 *     very end, are reported instead of refused: what a killed node leaves behind
 * @param secrets ledger secrets; where given, private domains are authenticated and commit evidence
 *     is recomputed
 * @param threads that hash and verify, beside the one that reads; with 1 all happens on that one
 */
public record AuditOptions(
        List<Path> directories,
        @Nullable Certificate serviceCertificate,
        @Nullable TxId expectedLast,
        @Nullable TxId trusted,
        boolean isUnsignedTailAllowed,
        LedgerSecrets secrets,
        int threads) {
    /** Copies the list. */
    public AuditOptions {
        directories = List.copyOf(directories);
        Check.that(threads >= 1, "an audit on %s threads", threads);
    }

    /** Everything in these directories, on all processors, with no outside knowledge. */
    public static AuditOptions of(Path... directories) {
        return new AuditOptions(
                List.of(directories),
                null,
                null,
                null,
                false,
                LedgerSecrets.NONE,
                Runtime.getRuntime().availableProcessors());
    }

    /** The ledger must end under this service's key. */
    public AuditOptions withServiceCertificate(Certificate certificate) {
        return new AuditOptions(
                directories,
                certificate,
                expectedLast,
                trusted,
                isUnsignedTailAllowed,
                secrets,
                threads);
    }

    /** The ledger must reach this transaction: shows that nothing was cut off before it. */
    public AuditOptions withExpectedLast(TxId txId) {
        return new AuditOptions(
                directories,
                serviceCertificate,
                txId,
                trusted,
                isUnsignedTailAllowed,
                secrets,
                threads);
    }

    /** Signatures up to this transaction were verified by an earlier audit. */
    public AuditOptions withTrusted(TxId txId) {
        return new AuditOptions(
                directories,
                serviceCertificate,
                expectedLast,
                txId,
                isUnsignedTailAllowed,
                secrets,
                threads);
    }

    /** An unsigned or torn end is reported, not refused. */
    public AuditOptions allowUnsignedTail() {
        return new AuditOptions(
                directories, serviceCertificate, expectedLast, trusted, true, secrets, threads);
    }

    /** Private domains are checked too; all entries must be covered by the secrets. */
    public AuditOptions withSecrets(LedgerSecrets known) {
        return new AuditOptions(
                directories,
                serviceCertificate,
                expectedLast,
                trusted,
                isUnsignedTailAllowed,
                known,
                threads);
    }

    /** On so many threads. */
    public AuditOptions onThreads(int count) {
        return new AuditOptions(
                directories,
                serviceCertificate,
                expectedLast,
                trusted,
                isUnsignedTailAllowed,
                secrets,
                count);
    }
}
