package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Bytes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Obtains reports through the kernel's configfs-tsm: plain files under {@code
 * /sys/kernel/config/tsm/report} (Linux 6.7 and later; spec 07, 3.2, whose steps are in the code).
 */
public final class ConfigfsTsm {

    /** Where the kernel has it. */
    public static final Path BASE = Path.of("/sys/kernel/config/tsm/report");

    private static final Logger LOG = LoggerFactory.getLogger(ConfigfsTsm.class);
    private static final String PROVIDER = "sev_guest";
    private static final int INPUT_SIZE = 64;
    private static final int ATTEMPTS_MAX = 5;

    private final Path base;
    private final long pid;
    private final TsmFiles files;

    /** The interface under {@code base}, for the process {@code pid}. */
    public ConfigfsTsm(Path base, long pid) {
        this(base, pid, TsmFiles.SYSTEM);
    }

    ConfigfsTsm(Path base, long pid, TsmFiles files) {
        this.base = base;
        this.pid = pid;
        this.files = files;
    }

    /** Whether the kernel offers it. */
    public boolean isPresent() {
        return Files.isDirectory(base);
    }

    /**
     * A fresh report.
     *
     * @param reportData 64 bytes for the report to bind
     * @throws IOException if the kernel refuses, has another provider, or if other writers
     *     interfere again and again
     * @throws SnpException if what it gives is not a report
     */
    public SnpReport report(Bytes reportData) throws IOException {
        if (reportData.length() != INPUT_SIZE) {
            throw new IllegalArgumentException("report data of " + reportData.length() + " bytes");
        }
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Path directory = base.resolve("tallystick-" + pid + "-" + attempt);
            files.makeDirectory(directory); // 1
            try {
                checkProvider(directory); // 2
                long before = generation(directory); // 3
                files.write(directory.resolve("inblob"), reportData.toArray()); // 4
                byte[] report = files.read(directory.resolve("outblob")); // 6
                if (generation(directory) == before + 1) { // 8
                    return SnpReport.parse(Bytes.wrap(report));
                }
                LOG.warn("Another writer interfered in {}", directory);
            } finally {
                files.removeDirectory(directory); // 9
            }
        }
        throw new IOException("Other writers interfere under " + base);
    }

    private void checkProvider(Path directory) throws IOException {
        String provider = text(directory.resolve("provider"));
        if (!provider.equals(PROVIDER)) {
            throw new IOException(
                    "The provider under " + base + " is " + provider + ", not " + PROVIDER);
        }
    }

    private long generation(Path directory) throws IOException {
        Path file = directory.resolve("generation");
        String text = text(file);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException(file + " holds \"" + text + "\", not a number", e);
        }
    }

    private String text(Path file) throws IOException {
        return new String(files.read(file), StandardCharsets.US_ASCII).strip();
    }
}
