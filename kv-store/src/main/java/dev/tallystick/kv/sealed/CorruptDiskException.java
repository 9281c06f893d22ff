package dev.tallystick.kv.sealed;

import java.io.IOException;

/** The disk's own checksums or structures do not hold. */
final class CorruptDiskException extends IOException {
    CorruptDiskException(String message, Throwable cause) {
        super(message, cause);
    }
}
