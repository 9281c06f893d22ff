package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        if (e instanceof NoSuchFileException missing) {
            return "cannot read " + missing.getFile() + ": there is no such file or folder";
        }
        if (e instanceof NotDirectoryException file) {
            return "cannot read " + file.getFile() + ": it is not a folder";
        }
        return e instanceof FileSystemException
                ? "cannot read " + e.getMessage()
                : "cannot read: " + e;
    }
}
