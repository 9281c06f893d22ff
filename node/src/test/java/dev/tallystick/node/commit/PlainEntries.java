package dev.tallystick.node.commit;

import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EncodedEntry;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.util.List;

/**
 * Entries as the pipeline hands them on, with one public write each, and each under a secret of its
 * own.
 */
final class PlainEntries {
    private PlainEntries() {}

    static List<PipelineEntry> of(long seqno) {
        EncodedEntry entry =
                new EntryEncoder()
                        .encode(
                                new TxId(2, seqno),
                                0,
                                WriteSet.of(
                                        MapWrites.put(
                                                "public:t", Bytes.utf8("k"), Bytes.utf8("v"))),
                                Digest.ZERO,
                                LedgerSecret.random(1));
        return List.of(new PipelineEntry(entry.txId(), entry.bytes(), entry.leaf(), false));
    }
}
