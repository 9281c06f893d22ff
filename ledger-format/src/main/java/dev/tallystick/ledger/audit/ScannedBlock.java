package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.CheckedEntry;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.EntryBlock;
import dev.tallystick.ledger.signature.SignatureTransaction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What can be told of a block's entries without knowing those before them: found on any thread.
 *
 * @param block the entries
 * @param entries the sound ones, up to the first fault
 * @param fault of the entry after them; null if all are sound
 */
record ScannedBlock(
        EntryBlock block, List<ScannedEntry> entries, @Nullable LedgerFormatException fault) {

    /**
     * One entry.
     *
     * @param checked its form and leaf
     * @param signed what it signs, if it is a signature transaction
     */
    record ScannedEntry(CheckedEntry checked, @Nullable Signed signed) {}

    /**
     * A signature transaction.
     *
     * @param transaction read
     * @param bytes the whole entry
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Signed(SignatureTransaction transaction, byte[] bytes) {}

    /** Checks and hashes each entry. */
    static ScannedBlock scan(EntryBlock block, EntryDecoder decoder, LedgerSecrets secrets) {
        List<ScannedEntry> entries = new ArrayList<>(block.count());
        boolean hasSecrets = !secrets.oldestFirst().isEmpty();
        for (int i = 0; i < block.count(); i++) {
            try {
                CheckedEntry checked =
                        hasSecrets
                                ? decoder.check(
                                        block.bytes(), block.offset(i), block.length(i), secrets)
                                : decoder.check(block.bytes(), block.offset(i), block.length(i));
                entries.add(new ScannedEntry(checked, signed(checked.entry(), block, i)));
            } catch (LedgerFormatException e) {
                return new ScannedBlock(block, entries, e);
            }
        }
        return new ScannedBlock(block, entries, null);
    }

    private static @Nullable Signed signed(@Nullable Entry entry, EntryBlock block, int index) {
        if (entry == null || !entry.isSignature()) {
            return null;
        }
        SignatureTransaction transaction = SignatureTransaction.from(entry).orElseThrow();
        return new Signed(transaction, block.entry(index).bytes());
    }
}
