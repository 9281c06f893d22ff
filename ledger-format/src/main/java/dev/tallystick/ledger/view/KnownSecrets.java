package dev.tallystick.ledger.view;

import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;

import java.util.Optional;

/**
 * Ledger secrets, and how far they reach.
 *
 * @param secrets as many as are known
 * @param unknownFrom the first seqno whose secret is not known although older ones are, because a
 *     recovery was not finished; {@link Long#MAX_VALUE} if there is none
 */
public record KnownSecrets(LedgerSecrets secrets, long unknownFrom) {
    /** Enough for public maps. */
    public static final KnownSecrets NONE = of(LedgerSecrets.NONE);

    /** All there are. */
    public static KnownSecrets of(LedgerSecrets secrets) {
        return new KnownSecrets(secrets, Long.MAX_VALUE);
    }

    /** The secret of an entry, if it is known. */
    Optional<LedgerSecret> find(long seqno) {
        return seqno < unknownFrom ? secrets.find(seqno) : Optional.empty();
    }
}
