package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes public and private domains (spec 01, 2.4 and 2.5) into an array of exactly the right size.
 * Confined to one thread.
 */
final class DomainWriter {
    private byte[] target = new byte[0];
    private int position;

    /** Starts writing to {@code target} at {@code offset}. */
    void begin(byte[] target, int offset) {
        this.target = target;
        this.position = offset;
    }

    /** Writes type, seqno, digests and the reserved word. */
    void domainHeader(
            EntryType type, long seqno, Digest claims, @Nullable Digest commitEvidenceDigest) {
        target[position++] = (byte) type.code();
        u64(seqno);
        if (type.hasClaims()) {
            digest(claims);
        }
        if (type.hasCommitEvidence() && commitEvidenceDigest != null) {
            digest(commitEvidenceDigest);
        }
        u64(0);
    }

    /** Writes map blocks, each sorted as its collections are. */
    void maps(List<MapWrites> maps) {
        for (int i = 0; i < maps.size(); i++) {
            map(maps.get(i));
        }
    }

    /** Fails unless writing has come exactly to {@code offset}. */
    void end(int offset) {
        Check.that(position == offset, "wrote up to %s, planned %s", position, offset);
        target = Bytes.EMPTY.toArray();
    }

    private void map(MapWrites map) {
        name(map.name());
        u64(0);
        u64(0);
        u64(map.writes().size());
        for (Map.Entry<Bytes, Bytes> write : map.writes().entrySet()) {
            blob(write.getKey());
            blob(write.getValue());
        }
        u64(map.removals().size());
        if (!map.removals().isEmpty()) { // an iterator over nothing is not free
            for (Bytes key : map.removals()) {
                blob(key);
            }
        }
    }

    private void name(String name) {
        int start = position + Long.BYTES;
        int length = name.length();
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c >= 0x80) {
                byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
                System.arraycopy(utf8, 0, target, start, utf8.length);
                length = utf8.length;
                break;
            }
            target[start + i] = (byte) c;
        }
        u64(length);
        position += length;
    }

    private void blob(Bytes bytes) {
        u64(bytes.length());
        bytes.copyTo(target, position);
        position += bytes.length();
    }

    private void digest(Digest digest) {
        digest.copyTo(target, position);
        position += Digest.LENGTH;
    }

    private void u64(long value) {
        EntryLayout.putLong(target, position, value);
        position += Long.BYTES;
    }

    /** Bytes that {@link #maps} will write. */
    static long sizeOf(List<MapWrites> maps) {
        long size = 0;
        for (int i = 0; i < maps.size(); i++) {
            MapWrites map = maps.get(i);
            size += EntryLayout.MAP_FIXED_SIZE + utf8Length(map.name());
            for (Map.Entry<Bytes, Bytes> write : map.writes().entrySet()) {
                size += EntryLayout.WRITE_FIXED_SIZE;
                size += write.getKey().length() + (long) write.getValue().length();
            }
            if (!map.removals().isEmpty()) {
                for (Bytes key : map.removals()) {
                    size += EntryLayout.REMOVAL_FIXED_SIZE + (long) key.length();
                }
            }
        }
        return size;
    }

    private static int utf8Length(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return name.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return name.length();
    }
}
