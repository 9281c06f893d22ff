package dev.tallystick.kv;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.snapshot.SnapshotMap;

import java.util.Comparator;
import java.util.List;

/**
 * Everything that can be told of a store, to be compared: maps and keys with their versions, Merkle
 * root, secrets, place.
 */
record StoreContent(
        TxId last,
        long lastSignature,
        Digest root,
        List<LedgerSecret> secrets,
        List<SnapshotMap> maps) {

    static StoreContent of(Store store) {
        RootedTransaction rooted = store.beginWithRoot();
        return new StoreContent(
                store.lastTxId(),
                store.lastSignatureSeqno(),
                rooted.root().join(),
                store.secrets().oldestFirst(),
                StoreSnapshot.mapsOf(rooted.tx().base()).stream()
                        .sorted(Comparator.comparing(SnapshotMap::name))
                        .toList());
    }

    List<SnapshotMap> privateMaps() {
        return maps.stream().filter(map -> !map.isPublic()).toList();
    }

    List<SnapshotMap> publicMaps() {
        return maps.stream().filter(SnapshotMap::isPublic).toList();
    }
}
