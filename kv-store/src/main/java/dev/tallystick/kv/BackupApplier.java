package dev.tallystick.kv;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Applies entries that another node has ordered and encrypted. Everything is checked before
 * anything changes (spec 01, 2.9 and 5.5). The caller holds the history lock.
 */
final class BackupApplier {
    private final Sequencer sequencer;
    private final History history;
    private final Hooks localHooks;
    private final EntryDecoder decoder = new EntryDecoder();

    /** Changed under the history lock; readable by anyone. */
    private volatile boolean isPublicOnly;

    /**
     * Seqno of the last applied entry whose private maps were left out; perhaps too high after a
     * rollback, never above the last entry. Guarded by the history lock.
     */
    private long lastSkippedSeqno;

    BackupApplier(Sequencer sequencer, History history, Hooks localHooks) {
        this.sequencer = sequencer;
        this.history = history;
        this.localHooks = localHooks;
    }

    boolean isPublicOnly() {
        return isPublicOnly;
    }

    void setPublicOnly(boolean publicOnly) {
        isPublicOnly = publicOnly;
    }

    /** From where on there are no private writes that this store does not know. */
    long lastSkippedSeqno() {
        return lastSkippedSeqno;
    }

    /** Entries above {@code seqno} are gone. */
    void rolledBack(long seqno) {
        lastSkippedSeqno = Math.min(lastSkippedSeqno, seqno);
    }

    PipelineEntry apply(byte[] bytes, @Nullable TxId announced, SignatureVerifier verifier) {
        sequencer.checkRunning();
        Check.that(!sequencer.isPrimary(), "a primary applies no entries of others");
        Entry entry =
                isPublicOnly
                        ? decoder.decodePublic(bytes)
                        : decoder.decode(bytes, history.secrets());
        if (announced != null && !announced.equals(entry.txId())) {
            throw new LedgerFormatException(
                    "entry " + entry.txId() + " was announced as " + announced);
        }
        boolean isSkipping = isPublicOnly && EntryHeader.of(bytes).privateLength() > 0;
        checkForm(entry, isSkipping);
        Revision before = checkPlace(entry.txId());
        WriteSet writes = writesOf(entry);
        if (entry.isSignature()) {
            verifier.verify(
                    entry,
                    history.rootBefore(entry.txId().seqno()),
                    Transaction.readOnly(before.state(), sequencer.compacted()));
        }
        try {
            discardAfter(before);
            sequencer.install(revisionOf(entry, writes, bytes.length));
            if (isSkipping) {
                lastSkippedSeqno = entry.txId().seqno();
            }
            history.compact();
            history.append(entry.txId().seqno(), entry.leaf(), bytes.length, entry.flags());
            localHooks.run(entry.txId().seqno(), writes);
        } catch (RuntimeException | Error e) {
            sequencer.stop(StoreFailedException.of("applying " + entry.txId() + " failed", e));
            throw e;
        }
        return new PipelineEntry(entry.txId(), bytes, entry.leaf(), entry.isSignature());
    }

    /** What the decoder leaves open (spec 01, 1.5 and 2.9). */
    private static void checkForm(Entry entry, boolean hasUnreadMaps) {
        if (entry.isSignature() && hasUnreadMaps) {
            throw new LedgerFormatException(
                    "signature transaction " + entry.txId() + " writes private maps");
        }
        if (EntryFlags.endsChunk(entry.flags()) && !entry.isSignature()) {
            throw new LedgerFormatException(
                    "entry " + entry.txId() + " ends a chunk but is no signature");
        }
        if ((entry.flags() & ~EntryFlags.ALL) != 0) {
            throw new LedgerFormatException(
                    "entry " + entry.txId() + " has unknown flags: " + entry.flags());
        }
    }

    /**
     * The revision that the entry follows; above it there may be leftovers that were never
     * committed.
     */
    private Revision checkPlace(TxId id) {
        TxId last = sequencer.current().last();
        TxId committed = sequencer.compacted().last();
        if (id.seqno() <= committed.seqno()) {
            throw new LedgerFormatException(
                    "entry " + id + " would replace a committed one: " + committed);
        }
        if (id.seqno() > last.seqno() + 1) {
            throw new LedgerFormatException(
                    "entry " + id + " does not follow the last one: " + last);
        }
        Check.that(
                id.seqno() <= history.appendedSeqno() + 1,
                "entry %s comes while own ones below it are in the pipeline, which is at %s",
                id,
                history.appendedSeqno());
        Revision before = sequencer.revisionAt(id.seqno() - 1);
        if (id.view() < before.id().view()) {
            throw new LedgerFormatException(
                    "entry "
                            + id
                            + " is of an earlier view than the one before it: "
                            + before.id());
        }
        return before;
    }

    private static WriteSet writesOf(Entry entry) {
        List<MapWrites> maps = new ArrayList<>(entry.publicWrites().maps());
        WriteSet privateWrites = entry.privateWrites();
        if (privateWrites != null) {
            maps.addAll(privateWrites.maps());
        }
        for (MapWrites map : maps) {
            if (!entry.isSignature() && SignatureSlot.isSignatureTable(map.name())) {
                throw new LedgerFormatException(
                        "entry "
                                + entry.txId()
                                + " writes to "
                                + map.name()
                                + " but is no signature");
            }
        }
        return new WriteSet(maps);
    }

    private void discardAfter(Revision before) {
        if (before.seqno() < sequencer.current().last().seqno()) {
            sequencer.rollback(before.id(), sequencer.view());
            history.rollback(before.seqno());
            rolledBack(before.seqno());
        }
    }

    private Revision revisionOf(Entry entry, WriteSet writes, int sizeBytes) {
        State now = sequencer.current();
        if (!entry.isSignature()) {
            return Revision.of(
                    now.after(entry.txId(), writes),
                    writes,
                    new Revision.Attributes(entry.claims(), entry.flags(), sizeBytes));
        }
        Revision signature = Revision.signature(now.afterSignature(entry.txId()));
        signature.signed(writes);
        return signature;
    }
}
