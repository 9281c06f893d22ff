package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.receipt.Receipt;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;

/**
 * A snapshot on its way to its final name (spec 01, 7.1).
 *
 * <p>The entry must be written before its evidence can be committed, and the evidence is part of
 * the name. Until then the file is called {@code snapshot_<seqno>.part}, which nobody reads; a
 * crash may leave it behind, and the next snapshot of the seqno overwrites it. Once the receipt is
 * there, the content is forced to disk and gets its name, without and then with {@code .committed}.
 * A snapshot that exists already under that name stays as it is.
 *
 * <p>Confined to one thread at a time.
 */
public final class SnapshotFile implements AutoCloseable {
    private final Path directory;
    private final long seqno;
    private final Path part;
    private final FileChannel channel;
    private SnapshotWriter.@Nullable Written written;

    private SnapshotFile(Path directory, long seqno, String partName) throws IOException {
        this.directory = directory;
        this.seqno = seqno;
        this.part = directory.resolve(partName);
        this.channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    /**
     * Writes the entry of a snapshot into a new file.
     *
     * @param directory an existing one
     * @param maps as {@link SnapshotWriter#write} wants them
     * @throws IOException if the file cannot be written; nothing is left of it then
     */
    public static SnapshotFile write(
            Path directory,
            SnapshotHeader header,
            Collection<SnapshotMap> maps,
            LedgerSecret secret)
            throws IOException {
        SnapshotFile file =
                new SnapshotFile(directory, header.seqno(), "snapshot_" + header.seqno() + ".part");
        try {
            file.written = new SnapshotWriter(header, secret).write(maps, file.channel);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Stores a snapshot that comes from elsewhere, receipt included, under its name there.
     *
     * @param directory an existing one
     * @param name a committed one
     * @param content to its end; not closed
     * @return the file, or nothing if there is one of that name
     * @throws IOException if content cannot be read or the file not be written
     */
    public static Optional<Path> store(Path directory, SnapshotFileName name, InputStream content)
            throws IOException {
        try (SnapshotFile file =
                new SnapshotFile(directory, name.seqno(), name.uncommitted() + ".part")) {
            content.transferTo(Channels.newOutputStream(file.channel));
            return file.moveTo(name);
        }
    }

    /**
     * Size and digest of the entry.
     *
     * @throws IllegalStateException if the snapshot was not written here
     */
    public SnapshotWriter.Written written() {
        if (written == null) {
            throw new IllegalStateException("the snapshot was not written here");
        }
        return written;
    }

    /**
     * Completes the file and gives it its name.
     *
     * @param evidenceSeqno of the transaction that holds the digest
     * @param receipt of that transaction
     * @return the file, or nothing if there is one of that name: then this one is dropped
     * @throws IOException if it cannot be written or renamed
     */
    public Optional<Path> publish(long evidenceSeqno, Receipt receipt) throws IOException {
        Check.that(channel.size() == written().size(), "a snapshot is published twice");
        byte[] json = Json.canonical(receipt.toJson()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(json);
        while (bytes.hasRemaining()) {
            channel.write(bytes, written().size() + bytes.position());
        }
        return moveTo(SnapshotFileName.committed(seqno, evidenceSeqno));
    }

    private Optional<Path> moveTo(SnapshotFileName name) throws IOException {
        Path uncommitted = directory.resolve(name.uncommitted());
        Path committed = directory.resolve(name.text());
        channel.force(true);
        if (Files.exists(committed)) {
            return Optional.empty();
        }
        try {
            Files.createFile(uncommitted); // reserves the name: a rename alone would overwrite
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        Files.move(part, uncommitted, StandardCopyOption.ATOMIC_MOVE);
        Files.move(uncommitted, committed, StandardCopyOption.ATOMIC_MOVE);
        force(directory);
        return Optional.of(committed);
    }

    /** Makes the renaming durable. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Closes the file; one that has not been published is deleted. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
