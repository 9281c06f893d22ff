package dev.tallystick.node.endpoints;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of the process as the kernel counts it.
 *
 * @param currentBytes resident now
 * @param peakBytes most that was ever resident
 * @param maxBytes that the address space may have
 */
record ProcessMemory(long currentBytes, long peakBytes, BigInteger maxBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ADDRESS_SPACE = "Max address space";
    private static final BigInteger UNLIMITED = new BigInteger("18446744073709551615");

    /** Asks the kernel; where there is no {@code /proc}, the Java heap stands for the process. */
    static ProcessMemory now() {
        try {
            long current = 0;
            long peak = 0;
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    current = bytes(line);
                } else if (line.startsWith("VmHWM:")) {
                    peak = bytes(line);
                }
            }
            return new ProcessMemory(
                    current, Math.max(current, peak), limit(Files.readAllLines(LIMITS)));
        } catch (IOException notLinux) {
            Runtime runtime = Runtime.getRuntime();
            long used = runtime.totalMemory() - runtime.freeMemory();
            return new ProcessMemory(used, runtime.totalMemory(), UNLIMITED);
        }
    }

    /** {@code VmRSS: 1234 kB} as bytes. */
    private static long bytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    /** The soft limit in {@code Max address space <soft> <hard> bytes}. */
    private static BigInteger limit(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith(ADDRESS_SPACE)) {
                String soft = line.substring(ADDRESS_SPACE.length()).strip().split("\\s+", 2)[0];
                return soft.equals("unlimited") ? UNLIMITED : new BigInteger(soft);
            }
        }
        return UNLIMITED;
    }
}
