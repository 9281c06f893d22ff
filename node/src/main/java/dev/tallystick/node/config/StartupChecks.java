package dev.tallystick.node.config;

import dev.tallystick.governance.RecoveryThreshold;
import dev.tallystick.node.config.Command.Start;
import dev.tallystick.node.config.Command.StartMember;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checks beyond the schema that need the world around the file (spec 06, 1.6), in the order of
 * spec 06, 1.9. The command line runs them before it starts the node.
 */
public final class StartupChecks {
    private static final String THRESHOLD_PATH =
            "$.command.start.service_configuration.recovery_threshold";

    private StartupChecks() {}

    /**
     * Runs all checks and claims the PID file.
     *
     * @return the configuration with its recovery threshold resolved
     * @throws StartupException at the first check that fails
     */
    public static NodeConfiguration prepare(NodeConfiguration configuration) {
        NodeConfiguration resolved = withRecoveryThreshold(configuration);
        claimPidFile(resolved.outputFiles().pidFile(), ProcessHandle.current().pid());
        checkMemory(resolved.memory());
        checkLargeValues(resolved);
        if (resolved.command() instanceof Start) {
            checkLedgerDirectories(resolved.ledger());
        }
        return resolved;
    }

    /**
     * Sets a threshold of 0 to the number of initial participants (1 where there are only owners),
     * and refuses one that cannot be reached.
     *
     * @throws StartupException with {@link ExitStatus#VALIDATION_ERROR}
     */
    public static NodeConfiguration withRecoveryThreshold(NodeConfiguration configuration) {
        if (!(configuration.command() instanceof Start start)) {
            return configuration;
        }
        int participants =
                (int) start.members().stream().filter(StartMember::isRecoveryParticipant).count();
        boolean hasOwner = start.members().stream().anyMatch(StartMember::isRecoveryOwner);
        int reachable = (int) RecoveryThreshold.reachable(participants, hasOwner);
        int threshold = start.serviceConfiguration().recoveryThreshold();
        if (threshold == 0) {
            return configuration.withCommand(start.withRecoveryThreshold(reachable));
        }
        if (threshold > reachable) {
            throw new StartupException(
                    ExitStatus.VALIDATION_ERROR,
                    ("Recovery threshold (%d) is greater than the number of initial participants"
                                    + " (%d); lower %s or give more members an encryption key")
                            .formatted(threshold, participants, THRESHOLD_PATH));
        }
        return configuration;
    }

    /**
     * Writes the process id, without a line feed, into a file that must not exist yet.
     *
     * @throws StartupException with {@link ExitStatus#FILE_ERROR}
     */
    static void claimPidFile(Path file, long pid) {
        try {
            Files.writeString(file, Long.toString(pid), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new StartupException(
                    ExitStatus.FILE_ERROR, "PID file " + file + " already exists. Exiting.");
        } catch (IOException e) {
            throw new StartupException(
                    ExitStatus.FILE_ERROR, "PID file %s cannot be written (%s)".formatted(file, e));
        }
    }

    private static void checkMemory(NodeConfiguration.Memory memory) {
        checkPowerOfTwo("circuit_size", memory.circuitSize());
        checkPowerOfTwo("max_msg_size", memory.maxMsgSize());
        checkPowerOfTwo("max_fragment_size", memory.maxFragmentSize());
    }

    private static void checkPowerOfTwo(String name, ByteSize size) {
        if (Long.bitCount(size.bytes()) != 1 || size.bytes() > 1L << 30) {
            throw new StartupException(
                    ExitStatus.VALIDATION_ERROR,
                    "$.memory.%s: %s is not a power of two of at most 1GB; leave it out for the default"
                            .formatted(name, size));
        }
    }

    /** The directory of large values is emptied at start: nothing else may live there. */
    private static void checkLargeValues(NodeConfiguration configuration) {
        if (!configuration.largeValues().isEnabled()) {
            return;
        }
        Path own = absolute(configuration.largeValues().directory());
        List<Path> others = new ArrayList<>(configuration.ledger().readOnlyDirectories());
        others.add(configuration.ledger().directory());
        others.add(configuration.snapshots().directory());
        for (Path other : others) {
            if (own.startsWith(absolute(other)) || absolute(other).startsWith(own)) {
                throw new StartupException(
                        ExitStatus.VALIDATION_ERROR,
                        "$.tallystick.large_values.directory: %s shares files with %s; give it one of its own"
                                .formatted(configuration.largeValues().directory(), other));
            }
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static void checkLedgerDirectories(NodeConfiguration.Ledger ledger) {
        if (!isAbsentOrEmpty(ledger.directory())) {
            throw new StartupException(
                    ExitStatus.VALIDATION_ERROR,
                    "On start, ledger directory should not exist or be empty (%s)"
                            .formatted(ledger.directory()));
        }
        for (Path directory : ledger.readOnlyDirectories()) {
            if (!isAbsentOrEmpty(directory)) {
                throw new StartupException(
                        ExitStatus.VALIDATION_ERROR,
                        "On start, read-only ledger directories should not exist or be empty (%s)"
                                .formatted(directory));
            }
        }
    }

    private static boolean isAbsentOrEmpty(Path directory) {
        if (!Files.exists(directory)) {
            return true;
        }
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
