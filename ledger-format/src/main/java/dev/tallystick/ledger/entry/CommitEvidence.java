package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text {@code ce:<view>.<seqno>:<nonce>} that proves a transaction committed (spec 01, 2.8).
 *
 * <p>The nonce comes from the ledger secret, so nobody outside the service can know it before the
 * service reveals it in a receipt; its digest is in the entry from the start.
 */
public final class CommitEvidence {
    private static final Pattern FORM = Pattern.compile("ce:(\\d{1,19}\\.\\d{1,19}):[0-9a-f]{64}");

    private CommitEvidence() {}

    /** The transaction that an evidence names; nothing if the text is no evidence. */
    public static Optional<TxId> txId(String evidence) {
        Matcher matcher = FORM.matcher(evidence);
        try {
            return matcher.matches() ? Optional.of(TxId.parse(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The evidence of the transaction {@code id}.
     *
     * @param secret the ledger secret under which that very entry is encrypted
     */
    public static String text(LedgerSecret secret, TxId id) {
        EntryCrypto crypto = new EntryCrypto();
        crypto.use(secret);
        return crypto.evidence(id);
    }

    /** SHA-256 of the evidence, as stored in the entry and hashed into its leaf. */
    public static Digest digest(String evidence) {
        return Digest.sha256(evidence.getBytes(StandardCharsets.US_ASCII));
    }
}
