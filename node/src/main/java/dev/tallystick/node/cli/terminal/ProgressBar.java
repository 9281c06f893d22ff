package dev.tallystick.node.cli.terminal;

import java.util.concurrent.TimeUnit;

/**
 * A bar that a person can watch, on standard error; it is wiped off at the end. Without a terminal
 * nothing is shown.
 */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 40;
    private static final long REDRAW_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(100);

    private final Console console;
    private final long start = System.nanoTime();
    private long lastDrawn = start;
    private int drawnChars;

    public ProgressBar(Console console) {
        this.console = console;
    }

    /** Shows how much is done; cheap enough to be called for each entry. */
    public void show(long done, long total) {
        long now = System.nanoTime();
        if (!console.isTerminal() || now - lastDrawn < REDRAW_NANOS_MIN || total <= 0) {
            return;
        }
        lastDrawn = now;
        draw(line(done, total, now - start));
    }

    /** The bar: {@code [####----] 50 % 12 MB/s}. */
    static String line(long done, long total, long elapsedNanos) {
        int filled = (int) (WIDTH * done / total);
        double megabytesPerSecond = done * 1e3 / Math.max(1, elapsedNanos);
        return "[%s%s] %3d %%  %.1f MB/s"
                .formatted(
                        "#".repeat(filled),
                        "-".repeat(WIDTH - filled),
                        100 * done / total,
                        megabytesPerSecond);
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
