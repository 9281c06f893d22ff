package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** The files that an auditor names, with errors that name them too. */
final class ProofFiles {
    private ProofFiles() {}

    /**
     * Reads a PEM certificate.
     *
     * @throws UnusableInputException if it holds anything else
     * @throws IOException for {@link #unreadable}
     */
    static Certificate certificate(Path file) throws IOException {
        try {
            return Certificate.fromPem(new String(bytes(file), StandardCharsets.ISO_8859_1));
        } catch (LedgerFormatException e) {
            throw new UnusableInputException(file + " is no PEM certificate: " + e.getMessage());
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws IOException for {@link #unreadable}
     */
    static byte[] bytes(Path file) throws IOException {
        return Files.readAllBytes(notFolder(file));
    }

    /**
     * The file, for whoever opens it.
     *
     * @throws IOException for {@link #unreadable}, if it is a folder
     */
    static Path notFolder(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder");
        }
        return file;
    }

    /** One line that names the file and why it cannot be read. */
    static String unreadable(IOException e) {
        return e instanceof FileSystemException file
                ? "cannot read " + file.getFile() + reason(file)
                : "cannot read: " + e;
    }

    /** One line that names the file and why it cannot be written. */
    static String unwritable(Path file, IOException e) {
        return "cannot write "
                + file
                + (e instanceof FileSystemException reason ? reason(reason) : ": " + e);
    }

    private static String reason(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException _ -> ": there is no such file or folder";
            case NotDirectoryException _ -> ": it is not a folder";
            case AccessDeniedException _ -> ": permission denied";
            case FileAlreadyExistsException _ -> ": it exists and is not a folder";
            default -> e.getReason() == null ? "" : ": " + e.getReason();
        };
    }
}
