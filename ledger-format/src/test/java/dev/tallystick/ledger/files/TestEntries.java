package dev.tallystick.ledger.files;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Small real entries, and the chunk files that must result from them. */
final class TestEntries {
    private static final LedgerSecret SECRET = LedgerSecret.of(new byte[32], 1);

    private TestEntries() {}

    /** An entry with one private value of {@code valueLength} bytes. */
    static byte[] entry(long view, long seqno, int flags, int valueLength) {
        MapWrites map = MapWrites.put("m", Bytes.utf8("k"), Bytes.wrap(new byte[valueLength]));
        return new EntryEncoder()
                .encode(new TxId(view, seqno), flags, WriteSet.of(map), Digest.ZERO, SECRET)
                .bytes();
    }

    /** The flags that {@code entry} was made with. */
    static int flags(byte[] entry) {
        return EntryHeader.flagsOf(entry);
    }

    static byte[] entry(long seqno) {
        return entry(2, seqno, 0, 10);
    }

    /** The content of a chunk file, made the plain way. */
    static byte[] chunk(List<byte[]> entries, boolean isComplete) {
        int entriesSize = entries.stream().mapToInt(entry -> entry.length).sum();
        int tableSize = isComplete ? 4 * entries.size() : 0;
        ByteBuffer file =
                ByteBuffer.allocate(8 + entriesSize + tableSize).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(isComplete ? 8 + entriesSize : 0);
        entries.forEach(file::put);
        if (isComplete) {
            int offset = 8;
            for (byte[] entry : entries) {
                file.putInt(offset);
                offset += entry.length;
            }
        }
        return file.array();
    }
}
