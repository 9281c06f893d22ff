package dev.tallystick.platform.snp;

/** Evidence of SEV-SNP is malformed or does not verify; the message is CCF's where it has one. */
public final class SnpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SnpException(String message) {
        super(message);
    }

    SnpException(String message, Throwable cause) {
        super(message, cause);
    }
}
