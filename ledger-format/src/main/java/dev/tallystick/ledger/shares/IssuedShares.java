package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.RsaOaep;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.shares.SecretsRecoveryException.Fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recovery shares as a transaction issued them, with what the ledger said then.
 *
 * @param txId the transaction
 * @param shares its value of {@code recovery_shares}
 * @param encryptionKeys public keys of the members then, PEM, by member id; some may be unknown
 * @param threshold how many partial shares are needed; 0 if unknown
 * @param validFrom first seqno of the secret that is shared
 */
public record IssuedShares(
        TxId txId,
        RecoveryShares shares,
        SortedMap<String, String> encryptionKeys,
        int threshold,
        long validFrom) {
    /** Copies the map. */
    public IssuedShares {
        encryptionKeys = Collections.unmodifiableSortedMap(new TreeMap<>(encryptionKeys));
    }

    /**
     * Shares that keys have opened.
     *
     * @param members ids, in the order of {@code shares}
     * @param uselessKeys names of keys that opened none
     */
    record OpenedShares(List<String> members, List<Share> shares, List<String> uselessKeys) {
        boolean hasFull() {
            return shares.stream().anyMatch(Share::isFull);
        }
    }

    /**
     * The secret that is shared, recovered by members' keys.
     *
     * @param keys in any order; more than needed are fine
     * @throws SecretsRecoveryException if they do not suffice, or do not fit
     */
    public LedgerSecret recover(List<MemberKey> keys) {
        return combine(open(keys));
    }

    /**
     * Opens what the keys open. A key is tried on the share of the member who registered it first,
     * then on all the others: not every ledger tells who registered it.
     */
    OpenedShares open(List<MemberKey> keys) {
        SortedMap<String, Share> opened = new TreeMap<>();
        List<String> useless = new ArrayList<>();
        for (MemberKey key : keys) {
            if (!openOne(key, opened)) {
                useless.add(key.name());
            }
        }
        return new OpenedShares(
                List.copyOf(opened.keySet()), List.copyOf(opened.values()), useless);
    }

    private boolean openOne(MemberKey key, SortedMap<String, Share> opened) {
        List<String> candidates = new ArrayList<>();
        for (String member : shares.encryptedShares().keySet()) {
            boolean isRegistered =
                    key.key().publicKeyPem().equals(encryptionKeys.getOrDefault(member, ""));
            candidates.add(isRegistered ? 0 : candidates.size(), member);
        }
        for (String member : candidates) {
            Bytes encrypted = shares.encryptedShares().getOrDefault(member, Bytes.EMPTY);
            Optional<byte[]> share = RsaOaep.decrypt(key.key(), encrypted.toArray());
            if (share.isPresent()) {
                opened.put(member, parse(member, share.get()));
                return true;
            }
        }
        return false;
    }

    private static Share parse(String member, byte[] bytes) {
        try {
            return Share.parse(bytes);
        } catch (LedgerFormatException e) {
            throw new SecretsRecoveryException(
                    Fault.WRONG_SHARES, "the share of member " + member + ": " + e.getMessage());
        }
    }

    /** The secret that the shares wrap. */
    LedgerSecret combine(OpenedShares opened) {
        int needed = opened.hasFull() ? 1 : Math.max(1, threshold);
        if (opened.shares().size() < needed) {
            throw tooFew(opened, needed);
        }
        try {
            // Any number of shares from the threshold on gives the same secret.
            int used = threshold == 0 ? opened.shares().size() : needed;
            return shares.recover(opened.shares(), used, validFrom);
        } catch (IllegalArgumentException | LedgerFormatException e) {
            throw new SecretsRecoveryException(
                    Fault.WRONG_SHARES,
                    "the shares issued in "
                            + txId
                            + " of members "
                            + String.join(", ", opened.members())
                            + " do not open the ledger secret: "
                            + e.getMessage());
        }
    }

    private SecretsRecoveryException tooFew(OpenedShares opened, int needed) {
        StringBuilder text = new StringBuilder();
        text.append(opened.shares().size())
                .append(" of ")
                .append(needed)
                .append(" needed shares can be opened. The shares issued in ")
                .append(txId)
                .append(" are those of members ")
                .append(String.join(", ", shares.encryptedShares().keySet()));
        if (!opened.members().isEmpty()) {
            text.append("; opened: ").append(String.join(", ", opened.members()));
        }
        if (!opened.uselessKeys().isEmpty()) {
            text.append("; keys that open no share: ")
                    .append(String.join(", ", opened.uselessKeys()));
        }
        return new SecretsRecoveryException(Fault.TOO_FEW_KEYS, text.toString());
    }
}
