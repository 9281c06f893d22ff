package dev.tallystick.ledger.view;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.MapWrites;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Every version of one key, in order, each with the signature that covers it: the next one after
 * it. Fed all entries in order; versions wait for their signature, in bounded memory.
 */
public final class KeyHistory {
    /** Bytes of keys and values that may wait. */
    static final long WAITING_BYTES_MAX = 64L << 20;

    /** What a version takes beside its value, at least; so that small ones are bounded too. */
    private static final int VERSION_BYTES = 128;

    private final Sought sought;
    private final Consumer<Version> listener;
    private final long waitingBytesMax;
    private final Queue<Version> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long sealedCount;
    private long unsettledCount;

    /**
     * One version.
     *
     * @param txId of the transaction that wrote or removed it
     * @param key as it is in the ledger
     * @param value null for a removal
     * @param signature covers it; null if the entries end before one, or it came too late (see
     *     {@link #unsettledCount})
     */
    public record Version(
            TxId txId, Bytes key, @Nullable Bytes value, @Nullable SignatureSummary signature) {
        private Version signedBy(SignatureSummary covering) {
            return new Version(txId, key, value, covering);
        }

        private long size() {
            return VERSION_BYTES + key.length() + (value == null ? 0L : value.length());
        }
    }

    /**
     * What is looked for.
     *
     * @param table the map's whole name
     * @param key for {@link KeyText#isMeant}
     * @param lastSeqno up to which versions are looked for; what follows only signs them
     */
    public record Sought(String table, String key, long lastSeqno) {
        private boolean isMeant(Bytes at) {
            return KeyText.isMeant(key, table, at);
        }
    }

    /**
     * @param listener is handed the versions in their order
     */
    public KeyHistory(Sought sought, Consumer<Version> listener) {
        this(sought, listener, WAITING_BYTES_MAX);
    }

    KeyHistory(Sought sought, Consumer<Version> listener, long waitingBytesMax) {
        this.sought = sought;
        this.listener = listener;
        this.waitingBytesMax = waitingBytesMax;
    }

    /**
     * Looks at the next entry.
     *
     * @return whether further entries can matter
     * @throws LedgerFormatException if it is a malformed signature transaction
     */
    public boolean accept(ViewedEntry viewed) {
        SignatureSummary.of(viewed.entry()).ifPresent(this::settle);
        TxId txId = viewed.entry().txId();
        if (txId.seqno() > sought.lastSeqno()) {
            return !waiting.isEmpty();
        }
        if (viewed.isSealed() && !TableNames.isPublic(sought.table())) {
            sealedCount++;
        }
        for (MapWrites map : viewed.maps()) {
            if (map.name().equals(sought.table())) {
                find(txId, map);
            }
        }
        return true;
    }

    private void find(TxId txId, MapWrites map) {
        map.writes()
                .forEach(
                        (written, value) -> {
                            if (sought.isMeant(written)) {
                                hold(new Version(txId, written, value, null));
                            }
                        });
        for (Bytes removed : map.removals()) {
            if (sought.isMeant(removed)) {
                hold(new Version(txId, removed, null, null));
            }
        }
    }

    private void hold(Version version) {
        waiting.add(version);
        waitingBytes += version.size();
        while (waitingBytes > waitingBytesMax && !waiting.isEmpty()) {
            unsettledCount++;
            listener.accept(release().orElseThrow());
        }
    }

    private Optional<Version> release() {
        Version version = waiting.poll();
        waitingBytes -= version == null ? 0 : version.size();
        return Optional.ofNullable(version);
    }

    private void settle(SignatureSummary signature) {
        for (Optional<Version> next = release(); next.isPresent(); next = release()) {
            listener.accept(next.get().signedBy(signature));
        }
    }

    /** To be called after the last entry: hands out the versions that no signature covers. */
    public void end() {
        for (Optional<Version> next = release(); next.isPresent(); next = release()) {
            listener.accept(next.get());
        }
    }

    /**
     * Entries whose private maps could not be searched, for want of their secret; 0 for a public
     * table.
     */
    public long sealedCount() {
        return sealedCount;
    }

    /**
     * Versions that were handed out without a signature because too many bytes were waiting for
     * one: more than {@value #WAITING_BYTES_MAX}.
     */
    public long unsettledCount() {
        return unsettledCount;
    }
}
