package dev.tallystick.governance.effects;

import dev.tallystick.governance.tables.JwtKey;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Stores the keys with which issuers sign tokens (spec 03, 7.6). */
public final class JwtSigningKeys {
    private JwtSigningKeys() {}

    /**
     * Replaces the keys of an issuer. Rows that stay as they are are not written again, so that an
     * idle refresh leaves no trace.
     *
     * @throws JwkException when a key cannot be used; nothing is written then
     */
    public static void replace(Transaction tx, String issuer, JsonNode jwks) {
        SortedMap<String, JwtKey> fresh = JsonWebKeySet.read(issuer, jwks);
        fresh.forEach((kid, key) -> put(tx, kid, key));
        for (String kid : Tables.JWT_SIGNING_KEYS.rowsOf(tx).keySet()) {
            if (!fresh.containsKey(kid)) {
                removeEntry(tx, kid, issuer);
            }
        }
    }

    /** Removes the keys of an issuer. */
    public static void remove(Transaction tx, String issuer) {
        for (String kid : Tables.JWT_SIGNING_KEYS.rowsOf(tx).keySet()) {
            removeEntry(tx, kid, issuer);
        }
    }

    private static void put(Transaction tx, String kid, JwtKey key) {
        List<JwtKey> stored = Tables.JWT_SIGNING_KEYS.get(tx, kid).orElse(List.of());
        List<JwtKey> next = new ArrayList<>(stored);
        int own = indexOf(stored, key.issuer());
        if (own < 0) {
            next.add(key);
        } else {
            next.set(own, key);
        }
        if (!next.equals(stored)) {
            Tables.JWT_SIGNING_KEYS.put(tx, kid, next);
        }
    }

    private static int indexOf(List<JwtKey> keys, String issuer) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).issuer().equals(issuer)) {
                return i;
            }
        }
        return -1;
    }

    private static void removeEntry(Transaction tx, String kid, String issuer) {
        List<JwtKey> stored = Tables.JWT_SIGNING_KEYS.get(tx, kid).orElse(List.of());
        List<JwtKey> left = stored.stream().filter(key -> !key.issuer().equals(issuer)).toList();
        if (left.isEmpty()) {
            Tables.JWT_SIGNING_KEYS.remove(tx, kid);
        } else if (left.size() < stored.size()) {
            Tables.JWT_SIGNING_KEYS.put(tx, kid, left);
        }
    }
}
