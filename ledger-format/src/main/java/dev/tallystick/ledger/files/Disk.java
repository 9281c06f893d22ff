package dev.tallystick.ledger.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Everything that ledger files change on a disk, one step each: the process may die between any two
 * of them, or in the middle of a write, and tests do exactly that.
 */
interface Disk {
    /** The file system as it is. */
    Disk REAL = new Disk() {};

    /** Makes a file, which must not exist, for reading and writing. */
    default FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    /** Writes all of {@code bytes} from {@code offset} on. */
    default void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Cuts a file off after {@code size} bytes. */
    default void truncate(FileChannel channel, long size) throws IOException {
        channel.truncate(size);
    }

    /** Renames a file within its directory, in one step and never over another one. */
    default void move(Path from, Path to) throws IOException {
        Files.move(from, to);
    }

    /** Deletes a file. */
    default void delete(Path file) throws IOException {
        Files.delete(file);
    }
}
