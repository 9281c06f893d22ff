package dev.tallystick.ledger.entry;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An immutable chain of ledger secrets: the secret for a seqno is the one with the greatest {@code
 * validFrom} not above it (spec 01, 6.1).
 */
public final class LedgerSecrets {
    /** No secret at all: enough to read public maps. */
    public static final LedgerSecrets NONE = new LedgerSecrets(List.of());

    /** Ascending by validFrom, each value at most once. */
    private final List<LedgerSecret> ascending;

    private LedgerSecrets(List<LedgerSecret> ascending) {
        this.ascending = ascending;
    }

    /** The chain of {@code secrets}, given in any order. */
    public static LedgerSecrets of(LedgerSecret... secrets) {
        LedgerSecrets chain = NONE;
        for (LedgerSecret secret : secrets) {
            chain = chain.with(secret);
        }
        return chain;
    }

    /**
     * This chain and {@code secret}, which replaces one that is valid from the same seqno.
     *
     * <p>Replacing serves to learn where a predecessor is stored; the key must stay the same.
     *
     * @throws IllegalArgumentException if another key is valid from the same seqno
     */
    public LedgerSecrets with(LedgerSecret secret) {
        List<LedgerSecret> next = new ArrayList<>(ascending);
        int at = next.size();
        while (at > 0 && next.get(at - 1).validFrom() > secret.validFrom()) {
            at--;
        }
        if (at > 0 && next.get(at - 1).validFrom() == secret.validFrom()) {
            LedgerSecret old = next.get(at - 1);
            if (!MessageDigest.isEqual(old.keyBytes(), secret.keyBytes())) {
                throw new IllegalArgumentException(
                        "two ledger secrets are valid from seqno " + secret.validFrom());
            }
            next.set(at - 1, secret);
        } else {
            next.add(at, secret);
        }
        return new LedgerSecrets(List.copyOf(next));
    }

    /**
     * This chain and all secrets of {@code more}, which replace those valid from the same seqnos.
     *
     * @throws IllegalArgumentException if another key is valid from the same seqno
     */
    public LedgerSecrets withAll(LedgerSecrets more) {
        LedgerSecrets all = this;
        for (LedgerSecret secret : more.ascending) {
            all = all.with(secret);
        }
        return all;
    }

    /** The secret for the entry at {@code seqno}, if known. */
    public Optional<LedgerSecret> find(long seqno) {
        for (int i = ascending.size() - 1; i >= 0; i--) {
            if (ascending.get(i).validFrom() <= seqno) {
                return Optional.of(ascending.get(i));
            }
        }
        return Optional.empty();
    }

    /**
     * The secret for the entry at {@code seqno}.
     *
     * @throws IllegalStateException if none is known
     */
    public LedgerSecret at(long seqno) {
        return find(seqno)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no ledger secret is known for seqno " + seqno));
    }

    /**
     * The newest secret.
     *
     * @throws IllegalStateException if the chain is empty
     */
    public LedgerSecret latest() {
        return at(Long.MAX_VALUE);
    }

    /** Those valid at or before {@code seqno}: what is left after a rollback to it. */
    public LedgerSecrets upTo(long seqno) {
        return new LedgerSecrets(
                ascending.stream().filter(secret -> secret.validFrom() <= seqno).toList());
    }

    /** All secrets, oldest first. */
    public List<LedgerSecret> oldestFirst() {
        return ascending;
    }

    @Override
    public String toString() {
        return ascending.toString();
    }
}
