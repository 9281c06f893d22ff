package dev.tallystick.kv.sealed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives disk space back: counts live data and garbage, and has the files rewritten, on a thread of
 * its own, when there is more garbage than live data and slack.
 */
final class Reclaimer {
    private static final Logger LOG = LoggerFactory.getLogger(Reclaimer.class);

    private static final long RETRY_SECONDS = 5;

    private final Disk disk;
    private final long slackBytes;
    private final Thread thread = new Thread(this::run, "tally-sealed-reclaim");

    /** A permit says: look at the counts. */
    private final Semaphore wake = new Semaphore(0);

    private final AtomicLong liveBytes = new AtomicLong();
    private final AtomicLong garbageBytes = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);

    Reclaimer(Disk disk, long slackBytes) {
        this.disk = disk;
        this.slackBytes = slackBytes;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A record was written. */
    void added(long bytes) {
        liveBytes.addAndGet(bytes);
    }

    /** A record is not current any more. */
    void dropped(long bytes) {
        liveBytes.addAndGet(-bytes);
        garbageBytes.addAndGet(bytes);
        if (isDue() && wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /**
     * Deletes a record that the directory has forgotten already. Where the disk refuses, it stays
     * as garbage that nobody will ask for; no harm beyond its space.
     */
    void delete(RecordName name) {
        try {
            disk.delete(name);
        } catch (IOException e) {
            LOG.debug("A record of the sealed store stays on disk until the next start", e);
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private boolean isDue() {
        return garbageBytes.get() > Math.max(slackBytes, liveBytes.get());
    }

    private void run() {
        try {
            while (!isStopped()) {
                wake.acquire();
                while (!isStopped() && isDue() && !reclaim()) {
                    if (stopped.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean reclaim() {
        long garbage = garbageBytes.get();
        try {
            disk.compact();
            garbageBytes.addAndGet(-garbage);
            return true;
        } catch (IOException e) {
            if (!isStopped()) {
                LOG.warn("The sealed store cannot give disk space back now: {}", e.getMessage());
            }
            return false;
        }
    }

    /** Ends the thread, and the rewriting that it may be at. */
    void stop() throws InterruptedException {
        stopped.countDown();
        disk.stop();
        wake.release();
        thread.join();
    }
}
