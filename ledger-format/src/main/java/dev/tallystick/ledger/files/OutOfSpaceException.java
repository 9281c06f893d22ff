package dev.tallystick.ledger.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;

/**
 * The disk has no room for what was to be written. Nothing is lost or half done: the same call may
 * be made again once there is space.
 */
public final class OutOfSpaceException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    /** What ENOSPC, EDQUOT and EFBIG (a limit of the process) are called. */
    private static final List<String> REASONS =
            List.of("No space left on device", "Disk quota exceeded", "File too large");

    OutOfSpaceException(String message, IOException cause) {
        super(message, cause);
    }

    /** Whether the operating system refused a write for lack of room. */
    static boolean isMeantBy(IOException e) {
        String reason =
                e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return reason != null && REASONS.contains(reason);
    }
}
