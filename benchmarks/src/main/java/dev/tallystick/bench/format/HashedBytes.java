package dev.tallystick.bench.format;

import dev.tallystick.ledger.crypto.CryptoProvider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of some files, in memory, to be hashed in one pass: the least that any verification
 * costs.
 */
record HashedBytes(List<byte[]> contents) {
    static HashedBytes of(List<Path> files) {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            try {
                contents.add(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new HashedBytes(contents);
    }

    byte[] sha256() {
        MessageDigest sha256 = CryptoProvider.get().digest("SHA-256");
        contents.forEach(sha256::update);
        return sha256.digest();
    }
}
