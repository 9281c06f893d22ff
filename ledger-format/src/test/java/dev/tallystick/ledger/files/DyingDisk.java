package dev.tallystick.ledger.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * A disk whose process is killed at the n-th change: that one happens, happens in part, or does not
 * happen, and nothing does after it.
 */
final class DyingDisk implements Disk {
    private final Random random;
    private int changesLeft;
    private boolean isDead;

    /**
     * @param changesLeft how many changes go well
     * @param random decides how far the last one gets
     */
    DyingDisk(int changesLeft, Random random) {
        this.changesLeft = changesLeft;
        this.random = random;
    }

    boolean isDead() {
        return isDead;
    }

    private interface Change {
        void run() throws IOException;
    }

    private void change(Change change) throws IOException {
        if (isDead) {
            throw new IOException("killed before");
        }
        if (changesLeft-- > 0) {
            change.run();
            return;
        }
        isDead = true;
        if (random.nextBoolean()) {
            change.run();
        }
        throw new IOException("killed");
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        change(() -> Disk.super.create(file).close());
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        if (!isDead && changesLeft == 0) {
            bytes.limit(bytes.position() + random.nextInt(bytes.remaining() + 1));
        }
        change(() -> Disk.super.write(channel, bytes, offset));
    }

    @Override
    public void truncate(FileChannel channel, long size) throws IOException {
        change(() -> Disk.super.truncate(channel, size));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        change(() -> Disk.super.move(from, to));
    }

    @Override
    public void delete(Path file) throws IOException {
        change(() -> Disk.super.delete(file));
    }
}
