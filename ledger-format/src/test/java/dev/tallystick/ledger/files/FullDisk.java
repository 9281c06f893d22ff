package dev.tallystick.ledger.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Random;

/** A disk that has no room now and then: a write gets only so far, a file is not made. */
final class FullDisk implements Disk {
    static final String REASON = "No space left on device";
    private final Random random;
    private final int oneIn;
    int refusedCount;

    /**
     * @param oneIn one change in so many finds no room
     */
    FullDisk(Random random, int oneIn) {
        this.random = random;
        this.oneIn = oneIn;
    }

    private boolean isFull() {
        boolean isFull = random.nextInt(oneIn) == 0;
        refusedCount += isFull ? 1 : 0;
        return isFull;
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        if (isFull()) {
            throw new FileSystemException(file.toString(), null, REASON);
        }
        return Disk.super.create(file);
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        if (isFull()) {
            int written = random.nextInt(bytes.remaining());
            Disk.super.write(channel, bytes.duplicate().limit(bytes.position() + written), offset);
            bytes.position(bytes.position() + written);
            throw new IOException(REASON);
        }
        Disk.super.write(channel, bytes, offset);
    }

    @Override
    public void truncate(FileChannel channel, long size) throws IOException {
        if (isFull()) {
            throw new IOException(REASON);
        }
        Disk.super.truncate(channel, size);
    }
}
