package dev.tallystick.ledger.snapshot;

import static dev.tallystick.ledger.snapshot.SnapshotLayout.PUBLIC_OFFSET;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.ledger.entry.EntryType;
import dev.tallystick.ledger.entry.LedgerSecret;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the entry of a snapshot into a file (spec 01, 7.2). Equal state gives equal bytes: the IV
 * is that of the seqno, and nothing else is chosen.
 *
 * <p>The sizes stand before what they are of, so the rows are walked once to add up their lengths,
 * once to find their order, and a third time to be written. The tag stands before what it is of and
 * is put in its place at the end; for the digest the file is then read once more, most of it from
 * the page cache.
 *
 * <p>Memory: three buffers of 256 KiB, one number for each map, one row, and for the map being
 * written (hence at most for the largest one) 8 bytes a row: 8 MB for a million rows. Rows are
 * asked for one by one, and not kept.
 */
public final class SnapshotWriter {
    private final SnapshotHeader header;
    private final LedgerSecret secret;
    private final RowOrder order = new RowOrder();

    /**
     * A writer of snapshots of one seqno.
     *
     * @param secret the ledger secret valid at the snapshot's seqno, even if there is a newer one
     *     by now
     */
    public SnapshotWriter(SnapshotHeader header, LedgerSecret secret) {
        Check.that(
                secret.validFrom() <= header.seqno(),
                "the secret valid from %s is not for the snapshot of seqno %s",
                secret.validFrom(),
                header.seqno());
        this.header = header;
        this.secret = secret;
    }

    /**
     * An entry that has been written.
     *
     * @param size in bytes: where the receipt goes
     * @param digest SHA-256 of the entry: the claims digest of its evidence
     */
    public record Written(long size, Digest digest) {}

    /** A map and the bytes that its rows take. */
    private record SizedMap(SnapshotMap map, Bytes name, long rowsSize) {
        long blockSize() {
            return 3L * Long.BYTES + name.length() + rowsSize;
        }
    }

    /**
     * Writes the entry.
     *
     * @param maps all maps of the store, empty ones included, in any order
     * @param file empty, open for reading and writing; not forced to disk
     * @throws IllegalStateException if the maps are not fit for a snapshot: a name twice, a row too
     *     large or newer than the snapshot, other rows on the second walk
     * @throws IOException if the file cannot be written
     */
    public Written write(Collection<SnapshotMap> maps, FileChannel file) throws IOException {
        Check.that(file.size() == 0, "a snapshot is written into a file of %s bytes", file.size());
        List<SizedMap> publicMaps = sized(maps, true);
        List<SizedMap> privateMaps = sized(maps, false);
        long publicSize =
                SnapshotLayout.FIXED_PUBLIC_SIZE
                        + (long) header.viewStarts().size() * Long.BYTES
                        + sum(publicMaps);
        long privateSize = sum(privateMaps);
        Check.that(
                privateSize <= SnapshotLayout.PRIVATE_SIZE_MAX,
                "private domain of %s bytes is more than AES-GCM allows",
                privateSize);
        long size = PUBLIC_OFFSET + publicSize + privateSize;
        put(file, prefix(size, publicSize), 0);
        file.position(PUBLIC_OFFSET);
        GcmStream gcm = new GcmStream(secret, header.seqno());
        writePublic(
                publicMaps,
                new DomainOutput(
                        file, publicSize, (bytes, length, isLast) -> gcm.aad(bytes, length)));
        writeMaps(privateMaps, new DomainOutput(file, privateSize, gcm::apply));
        if (privateSize == 0) {
            gcm.apply(new byte[0], 0, true);
        }
        put(file, ByteBuffer.wrap(gcm.tag()), SnapshotLayout.TAG_OFFSET);
        return new Written(size, digest(file, size));
    }

    private static void put(FileChannel file, ByteBuffer bytes, int offset) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes, offset + bytes.position());
        }
    }

    private List<SizedMap> sized(Collection<SnapshotMap> maps, boolean isPublic) {
        List<SizedMap> sized = new ArrayList<>();
        for (SnapshotMap map : maps) {
            if (map.isPublic() == isPublic) {
                sized.add(size(map));
            }
        }
        sized.sort(Comparator.comparing(SizedMap::name));
        for (int i = 1; i < sized.size(); i++) {
            Check.that(
                    !sized.get(i).name().equals(sized.get(i - 1).name()),
                    "map %s is written twice",
                    sized.get(i).map().name());
        }
        return sized;
    }

    private SizedMap size(SnapshotMap map) {
        Check.that(
                map.version() >= 0 && map.version() <= header.seqno(),
                "map %s has version %s in the snapshot of seqno %s",
                map.name(),
                map.version(),
                header.seqno());
        Bytes name = Bytes.utf8(map.name());
        Check.that(
                name.length() <= SnapshotLayout.NAME_SIZE_MAX,
                "a map's name of %s bytes",
                name.length());
        long rowsSize = 0;
        for (SnapshotRow row : map.rows()) {
            checkRow(map, row);
            rowsSize += SnapshotLayout.rowSize(row.key(), row.value());
        }
        return new SizedMap(map, name, rowsSize);
    }

    private void checkRow(SnapshotMap map, SnapshotRow row) {
        boolean isFit =
                row.key().length() <= SnapshotLayout.ITEM_SIZE_MAX
                        && row.value().length() <= SnapshotLayout.ITEM_SIZE_MAX
                        && row.version() >= 0
                        && row.version() <= header.seqno();
        Check.that(
                isFit,
                "a row of map %s with version %s, a key of %s and a value of %s bytes",
                map.name(),
                row.version(),
                row.key().length(),
                row.value().length());
    }

    private static long sum(List<SizedMap> maps) {
        return maps.stream().mapToLong(SizedMap::blockSize).sum();
    }

    /** The bytes before the public domain, with zeros for the tag. */
    private ByteBuffer prefix(long size, long publicSize) {
        Check.that(size <= SnapshotLayout.ENTRY_SIZE_MAX, "a snapshot of %s bytes", size);
        ByteBuffer prefix = ByteBuffer.allocate(PUBLIC_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
        prefix.putLong((size - Long.BYTES) << 16 | 1);
        prefix.position(SnapshotLayout.IV_OFFSET).put(GcmStream.iv(header.seqno()));
        return prefix.putLong(publicSize).flip();
    }

    private void writePublic(List<SizedMap> maps, DomainOutput out) throws IOException {
        out.u8(EntryType.SNAPSHOT.code());
        out.u64(header.seqno());
        out.u64(0);
        out.u64(Digest.LENGTH);
        out.bytes(Bytes.wrap(header.leaf().bytes()));
        out.u64((long) header.viewStarts().size() * Long.BYTES);
        for (long start : header.viewStarts()) {
            out.u64(start);
        }
        writeMaps(maps, out);
    }

    private void writeMaps(List<SizedMap> maps, DomainOutput out) throws IOException {
        for (SizedMap map : maps) {
            out.u64(map.name().length());
            out.bytes(map.name());
            out.u64(map.map().version());
            out.u64(map.rowsSize());
            long before = out.remaining();
            List<SnapshotRow> rows = map.map().rows();
            for (long place : order.places(rows)) {
                writeRow(rows.get(RowOrder.index(place)), out);
            }
            Check.that(
                    before - out.remaining() == map.rowsSize(),
                    "map %s has changed while it was written",
                    map.map().name());
        }
        out.close();
    }

    private static void writeRow(SnapshotRow row, DomainOutput out) throws IOException {
        out.u64(row.key().length());
        out.bytes(row.key());
        out.zeros(SnapshotLayout.padding(row.key().length()));
        out.u64((long) Long.BYTES + row.value().length());
        out.u64(row.version());
        out.bytes(row.value());
        out.zeros(SnapshotLayout.padding(row.value().length()));
    }

    private static Digest digest(FileChannel file, long size) throws IOException {
        MessageDigest sha256 = CryptoProvider.get().digest("SHA-256");
        ByteBuffer buffer = ByteBuffer.allocate(SnapshotLayout.BUFFER_SIZE);
        for (long offset = 0; offset < size; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size - offset));
            int length = file.read(buffer, offset);
            if (length < 0) {
                throw new EOFException("the snapshot became shorter while it was written");
            }
            sha256.update(buffer.array(), 0, length);
            offset += length;
        }
        return Digest.finish(sha256);
    }
}
