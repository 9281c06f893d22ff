package dev.tallystick.platform;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * What a platform must know of its node.
 *
 * @param workingDirectory where the virtual platform writes its two files
 * @param pid the process id of the node
 * @param launcher the file that was invoked to start the node, not the JVM
 * @param snpEndorsementsFile {@code attestation.snp_endorsements_file}; null if not configured
 */
public record PlatformSetup(
        Path workingDirectory, long pid, Path launcher, @Nullable Path snpEndorsementsFile) {

    /** For this process, in its working directory. */
    public static PlatformSetup ofThisProcess(Path launcher) {
        return new PlatformSetup(
                Path.of("").toAbsolutePath(), ProcessHandle.current().pid(), launcher, null);
    }
}
