package dev.tallystick.ledger.snapshot;

import static dev.tallystick.ledger.snapshot.SnapshotLayout.PUBLIC_OFFSET;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.EntryType;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.snapshot.DomainInput.Range;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a snapshot file of any size in a bounded heap: a buffer of 256 KiB for each walk, and one
 * row (spec 01, 7.2). What it reads has the right form; that it is <em>true</em> is for {@link
 * SnapshotVerifier} to say.
 *
 * <p>Private maps are read in two passes: the first one authenticates both domains and keeps
 * nothing, the second one decrypts. So nothing decrypted is handed out before it is known to be
 * authentic; the file must not change in between.
 *
 * <p>Several walks may be under way at a time, each confined to one thread.
 */
public final class SnapshotReader implements Closeable {
    private final Path path;
    private final FileChannel file;
    private final long fileSize;
    private final long entrySize;
    private final long publicSize;
    private final SnapshotHeader header;

    /** The bytes before the public domain. */
    private final byte[] prefix;

    /** Offset of the first public map. */
    private final long mapsOffset;

    private SnapshotReader(Path path, FileChannel file) throws IOException {
        this.path = path;
        this.file = file;
        this.fileSize = file.size();
        this.prefix = readPrefix();
        this.entrySize = checkedEntrySize();
        this.publicSize = checkedPublicSize();
        DomainInput in = publicDomain(null);
        this.header = readHeader(in);
        this.mapsOffset = PUBLIC_OFFSET + publicSize - in.remaining();
        checkIv();
    }

    /**
     * Opens a snapshot and reads what stands before its maps.
     *
     * @throws LedgerFormatException if it is not a snapshot, or sizes in it cannot be
     * @throws IOException if the file cannot be read
     */
    public static SnapshotReader open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new SnapshotReader(path, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private byte[] readPrefix() throws IOException {
        if (fileSize < PUBLIC_OFFSET + SnapshotLayout.FIXED_PUBLIC_SIZE) {
            throw new LedgerFormatException("a snapshot of only " + fileSize + " bytes");
        }
        return new DomainInput(file, new Range("header", 0, PUBLIC_OFFSET), null)
                .bytes(PUBLIC_OFFSET)
                .toArray();
    }

    private long checkedEntrySize() {
        long size = EntryHeader.sizeOf(prefix, 0);
        if (size > fileSize) {
            throw new LedgerFormatException(
                    "snapshot header announces " + size + " bytes, the file has " + fileSize);
        }
        if (size < PUBLIC_OFFSET + SnapshotLayout.FIXED_PUBLIC_SIZE) {
            throw new LedgerFormatException("a snapshot entry of only " + size + " bytes");
        }
        return size;
    }

    private long checkedPublicSize() {
        long size =
                ByteBuffer.wrap(prefix)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong(SnapshotLayout.PUBLIC_LENGTH_OFFSET);
        long most = entrySize - PUBLIC_OFFSET;
        if (size < SnapshotLayout.FIXED_PUBLIC_SIZE || size > most) {
            throw new LedgerFormatException(
                    "public domain of "
                            + Long.toUnsignedString(size)
                            + " bytes does not fit a snapshot entry of "
                            + entrySize);
        }
        if (most - size > SnapshotLayout.PRIVATE_SIZE_MAX) {
            throw new LedgerFormatException(
                    "private domain of " + (most - size) + " bytes is more than AES-GCM allows");
        }
        return size;
    }

    private static SnapshotHeader readHeader(DomainInput in) throws IOException {
        int type = in.u8();
        if (type != EntryType.SNAPSHOT.code()) {
            throw in.malformed("entry type " + type + ", that of a snapshot is 1");
        }
        long seqno = in.u64();
        in.skip(Long.BYTES); // reserved
        long leafSize = in.length("the leaf", Digest.LENGTH);
        if (leafSize != Digest.LENGTH) {
            throw in.malformed("a leaf of " + leafSize + " bytes");
        }
        Digest leaf = Digest.wrap(in.bytes(Digest.LENGTH).toArray());
        long size = in.length("the view history", (long) SnapshotLayout.VIEWS_MAX * Long.BYTES);
        if (size % Long.BYTES != 0) {
            throw in.malformed("a view history of " + size + " bytes");
        }
        List<Long> viewStarts = new ArrayList<>();
        for (long left = size; left > 0; left -= Long.BYTES) {
            viewStarts.add(in.u64());
        }
        return new SnapshotHeader(seqno, leaf, viewStarts);
    }

    private void checkIv() {
        byte[] iv =
                Arrays.copyOfRange(
                        prefix, SnapshotLayout.IV_OFFSET, SnapshotLayout.PUBLIC_LENGTH_OFFSET);
        if (!Arrays.equals(iv, GcmStream.iv(header.seqno()))) {
            throw new LedgerFormatException(
                    "the IV is not that of the snapshot of seqno " + header.seqno());
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** What stands before the maps. */
    public SnapshotHeader header() {
        return header;
    }

    /** Size of the file in bytes when it was opened. */
    public long fileSize() {
        return fileSize;
    }

    /** Size of the snapshot entry in bytes; the receipt starts there. */
    public long entrySize() {
        return entrySize;
    }

    /** Size of the public domain in bytes. */
    public long publicSize() {
        return publicSize;
    }

    /** Size of the private domain in bytes. */
    public long privateSize() {
        return entrySize - PUBLIC_OFFSET - publicSize;
    }

    /** Whether anything follows the entry: a receipt, in a snapshot that is committed. */
    public boolean hasReceipt() {
        return fileSize > entrySize;
    }

    /**
     * The bytes after the entry: the receipt as JSON; a new array.
     *
     * @throws LedgerFormatException if there are none, or more than 1 MiB
     */
    public byte[] receiptBytes() throws IOException {
        long size = fileSize - entrySize;
        if (size == 0 || size > SnapshotLayout.RECEIPT_SIZE_MAX) {
            throw new LedgerFormatException("a snapshot with a receipt of " + size + " bytes");
        }
        return new DomainInput(file, new Range("receipt", entrySize, size), null)
                .bytes((int) size)
                .toArray();
    }

    /**
     * The receipt.
     *
     * @throws LedgerFormatException if there is none, or something else is in its place
     */
    public Receipt receipt() throws IOException {
        return Receipt.fromJson(Json.parse(receiptBytes()));
    }

    /** The public maps. */
    public SnapshotCursor publicMaps() throws IOException {
        long size = PUBLIC_OFFSET + publicSize - mapsOffset;
        return new SnapshotCursor(
                new DomainInput(file, new Range("public maps", mapsOffset, size), null), true);
    }

    /**
     * The value of a public map at a key; found without reading the maps before.
     *
     * @throws LedgerFormatException if what stands before it is malformed
     */
    public Optional<SnapshotRow> publicRow(String map, Bytes key) throws IOException {
        SnapshotCursor maps = publicMaps();
        for (var next = maps.nextMap(); next.isPresent(); next = maps.nextMap()) {
            if (!next.get().name().equals(map)) {
                continue;
            }
            for (var row = maps.nextRow(); row.isPresent(); row = maps.nextRow()) {
                if (row.get().key().equals(key)) {
                    return row;
                }
            }
            return Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * The private maps, after both domains have been authenticated.
     *
     * @throws LedgerFormatException if no secret is known for the snapshot's seqno, or the snapshot
     *     is not authentic under it
     */
    public SnapshotCursor privateMaps(LedgerSecrets secrets) throws IOException {
        LedgerSecret secret =
                secrets.find(header.seqno())
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "no ledger secret is known for seqno "
                                                        + header.seqno()));
        if (!walk(null, secret).isAuthentic()) {
            throw new LedgerFormatException(
                    "the snapshot is not authentic: its tag fits neither key nor content");
        }
        return decrypted(secret);
    }

    /** The private maps, decrypted but not authenticated: only after {@link #walk} has done so. */
    SnapshotCursor decrypted(LedgerSecret secret) {
        GcmStream gcm = new GcmStream(secret, header.seqno());
        return new SnapshotCursor(new DomainInput(file, privateRange(), gcm::apply), false);
    }

    private Range privateRange() {
        return new Range("private maps", PUBLIC_OFFSET + publicSize, privateSize());
    }

    private DomainInput publicDomain(DomainInput.@Nullable Filter filter) {
        return new DomainInput(file, new Range("public domain", PUBLIC_OFFSET, publicSize), filter);
    }

    /**
     * SHA-256 of the entry: what the receipt's claims digest must be.
     *
     * @throws IOException if the file cannot be read
     */
    public Digest digest() throws IOException {
        return walk(null, null).digest();
    }

    /** Is shown the public maps while the entry is being hashed. */
    interface MapVisitor {
        void visit(SnapshotCursor publicMaps) throws IOException;
    }

    /**
     * What one pass over the whole entry tells.
     *
     * @param digest SHA-256 of the entry
     * @param isAuthentic whether the tag is that of both domains; false if no secret was given
     * @param malformed what the visitor found wrong with the public domain, null if nothing
     */
    record Walk(Digest digest, boolean isAuthentic, @Nullable LedgerFormatException malformed) {}

    /** Reads the entry once: hashes it, authenticates it with a secret, and shows its maps. */
    Walk walk(@Nullable MapVisitor visitor, @Nullable LedgerSecret secret) throws IOException {
        MessageDigest sha256 = CryptoProvider.get().digest("SHA-256");
        sha256.update(prefix);
        GcmAuthenticator gcm = secret == null ? null : authenticator(secret);
        DomainInput publicDomain =
                publicDomain(
                        (bytes, length, isLast) -> {
                            sha256.update(bytes, 0, length);
                            if (gcm != null) {
                                gcm.aad(bytes, length);
                            }
                        });
        LedgerFormatException malformed = null;
        if (visitor != null) {
            try {
                if (!readHeader(publicDomain).equals(header)) {
                    throw publicDomain.malformed("the file changes while it is read");
                }
                visitor.visit(new SnapshotCursor(publicDomain, true));
            } catch (LedgerFormatException e) {
                malformed = e;
            }
        }
        publicDomain.drain();
        DomainInput.Filter onCiphertext =
                (bytes, length, isLast) -> {
                    sha256.update(bytes, 0, length);
                    if (gcm != null) {
                        gcm.ciphertext(bytes, length, isLast);
                    }
                };
        new DomainInput(file, privateRange(), onCiphertext).drain();
        return new Walk(Digest.finish(sha256), gcm != null && gcm.isAuthentic(), malformed);
    }

    private GcmAuthenticator authenticator(LedgerSecret secret) {
        byte[] tag =
                Arrays.copyOfRange(prefix, SnapshotLayout.TAG_OFFSET, SnapshotLayout.IV_OFFSET);
        return new GcmAuthenticator(secret, header.seqno(), tag);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The path. */
    @Override
    public String toString() {
        return path.toString();
    }
}
