package dev.tallystick.node.cli.terminal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A bar that a person can watch, on standard error; it is wiped off at the end. Without a terminal
 * nothing is shown.
 */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(100);

    private final Console console;
    private final long start = System.nanoTime();
    private long lastDrawn = start;
    private int drawnChars;

    public ProgressBar(Console console) {
        this.console = console;
    }

    /**
     * Shows how much is done; cheap enough to be called often.
     *
     * @param done bytes so far
     * @param total bytes in all
     * @param items things in those bytes, such as transactions
     */
    public void show(long done, long total, long items) {
        long now = System.nanoTime();
        if (!console.isTerminal() || now - lastDrawn < REDRAW_NANOS_MIN || total <= 0) {
            return;
        }
        lastDrawn = now;
        draw(line(done, total, items, now - start));
    }

    /** The bar: {@code [####----] 50 % 12.0 MB/s 34,000/s 0:05 left}. */
    static String line(long done, long total, long items, long elapsedNanos) {
        int filled = (int) (WIDTH * done / total);
        double seconds = Math.max(1, elapsedNanos) / 1e9;
        long secondsLeft = done == 0 ? 0 : Math.round(seconds * (total - done) / done);
        return "[%s%s] %3d %%  %.1f MB/s  %,d/s  %s left"
                .formatted(
                        "#".repeat(filled),
                        "-".repeat(WIDTH - filled),
                        100 * done / total,
                        done / 1e6 / seconds,
                        Math.round(items / seconds),
                        clock(Duration.ofSeconds(secondsLeft)));
    }

    private static String clock(Duration time) {
        return time.toHours() > 0
                ? "%d:%02d:%02d"
                        .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }

    /** Wipes the bar off. */
    @Override
    public void close() {
        if (drawnChars > 0) {
            draw("");
            console.err().print('\r');
            console.err().flush();
            drawnChars = 0;
        }
    }

    private void draw(String line) {
        String wipe = " ".repeat(Math.max(0, drawnChars - line.length()));
        console.err().print("\r" + line + wipe);
        console.err().flush();
        drawnChars = line.length();
    }
}
