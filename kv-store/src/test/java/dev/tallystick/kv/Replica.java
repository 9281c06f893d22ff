package dev.tallystick.kv;

import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of the stores that share a ledger in a model test. It remembers what its hooks were told, and
 * rekeys at every write to {@link #REKEY}.
 */
final class Replica implements AutoCloseable {
    static final String REKEY = "public:rekey";

    /** What a hook was told; the content of signatures is compared elsewhere. */
    record Event(long seqno, String map, WriteSet writes) {
        static Event of(long seqno, MapWrites writes) {
            return new Event(seqno, writes.name(), WriteSet.of(writes));
        }

        static Event signature(long seqno) {
            return new Event(seqno, TableNames.SIGNATURES, WriteSet.EMPTY);
        }
    }

    final Store store;
    private final EntryLog log;
    private final List<Event> local = Collections.synchronizedList(new ArrayList<>());
    private final List<Event> localOfApply = new ArrayList<>();
    private final List<Event> global = new ArrayList<>();
    private final Thread driver = Thread.currentThread();

    Replica(EntryLog log, LedgerSecret secret, String... maps) {
        this.log = log;
        store =
                new Store(
                        BothModes.options(),
                        LedgerSecrets.of(secret),
                        StoreFixture::rootInClear,
                        log);
        store.onLocal(REKEY, this::rekey);
        for (String map : maps) {
            store.onLocal(map, (seqno, writes) -> onLocal(Event.of(seqno, writes)));
            store.onGlobal(map, (seqno, writes) -> global.add(Event.of(seqno, writes)));
        }
        store.onLocal(TableNames.SIGNATURES, (seqno, writes) -> onLocal(Event.signature(seqno)));
        store.onGlobal(
                TableNames.SIGNATURES, (seqno, writes) -> global.add(Event.signature(seqno)));
    }

    /** On the pipeline thread, which may still be busy with leftovers, or in {@link #apply}. */
    private void onLocal(Event event) {
        (Thread.currentThread().equals(driver) ? localOfApply : local).add(event);
    }

    private void rekey(long seqno, MapWrites writes) {
        Digest key = Digest.sha256(Bytes.utf8(seqno + " " + writes).toArray());
        store.addSecret(LedgerSecret.of(key.bytes(), seqno + 1));
    }

    /** Applies an entry that another replica has made. */
    void apply(TxId id) {
        PipelineEntry made = log.await(id);
        PipelineEntry applied = store.apply(made.bytes(), Replica::verify);
        local.removeIf(event -> event.seqno() >= id.seqno());
        local.addAll(localOfApply);
        localOfApply.clear();
        if (!applied.leaf().equals(made.leaf()) || applied.isSignature() != made.isSignature()) {
            throw new AssertionError(made + " was applied as " + applied);
        }
    }

    private static void verify(Entry entry, Digest root, Transaction before) {
        String signed =
                entry.publicWrites()
                        .value(TableNames.SIGNATURES, Bytes.EIGHT_ZEROS)
                        .orElseThrow()
                        .utf8();
        if (!signed.equals(root.hex()) || before.readSeqno() != entry.txId().seqno() - 1) {
            throw new LedgerFormatException("signed root " + signed + " is not ours: " + root);
        }
    }

    void rollback(TxId to, long nextView) {
        store.rollback(to, nextView);
        local.removeIf(event -> event.seqno() > to.seqno());
    }

    /** What local hooks were told of entries that are still there. */
    List<Event> localEvents() {
        return List.copyOf(local);
    }

    List<Event> globalEvents() {
        return global;
    }

    /** The latest state of one map, each value with its version. */
    Map<Bytes, NaiveStore.Versioned> content(String map) {
        TreeMap<Bytes, NaiveStore.Versioned> content = new TreeMap<>();
        MapHandle handle = store.begin().map(map);
        handle.ascending(
                KeyRange.all(),
                (key, value) -> {
                    long version = handle.versionOfPreviousWrite(key).orElseThrow();
                    content.put(key, new NaiveStore.Versioned(value, version));
                    return true;
                });
        return content;
    }

    @Override
    public void close() {
        store.close();
    }
}
