package dev.tallystick.ledger.audit;

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
 * @param isUnsignedTailAllowed whether entries after the last signature, and one torn entry at the
 *     very end, are reported instead of refused: what a killed node leaves behind
 * @param secrets ledger secrets; where given, private domains are authenticated and commit evidence
 *     is recomputed
 */
public record AuditOptions(
        List<Path> directories,
        @Nullable Certificate serviceCertificate,
        @Nullable TxId expectedLast,
        boolean isUnsignedTailAllowed,
        LedgerSecrets secrets) {
    /** Copies the list. */
    public AuditOptions {
        directories = List.copyOf(directories);
    }

    /** Everything in these directories, with no outside knowledge. */
    public static AuditOptions of(Path... directories) {
        return new AuditOptions(List.of(directories), null, null, false, LedgerSecrets.NONE);
    }

    /** The ledger must end under this service's key. */
    public AuditOptions withServiceCertificate(Certificate certificate) {
        return new AuditOptions(
                directories, certificate, expectedLast, isUnsignedTailAllowed, secrets);
    }

    /** The ledger must reach this transaction: shows that nothing was cut off before it. */
    public AuditOptions withExpectedLast(TxId txId) {
        return new AuditOptions(
                directories, serviceCertificate, txId, isUnsignedTailAllowed, secrets);
    }

    /** An unsigned or torn end is reported, not refused. */
    public AuditOptions allowUnsignedTail() {
        return new AuditOptions(directories, serviceCertificate, expectedLast, true, secrets);
    }

    /** Private domains are checked too; all entries must be covered by the secrets. */
    public AuditOptions withSecrets(LedgerSecrets known) {
        return new AuditOptions(
                directories, serviceCertificate, expectedLast, isUnsignedTailAllowed, known);
    }
}
