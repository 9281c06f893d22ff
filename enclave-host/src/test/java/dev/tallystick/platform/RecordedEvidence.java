package dev.tallystick.platform;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystick.ledger.Bytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Real evidence from the folder {@code attestation} of the test data; each has a README there. */
public final class RecordedEvidence {

    /** An instant at which all recorded certificates are valid. */
    public static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private RecordedEvidence() {}

    /** The file, or the test is skipped. */
    public static Bytes bytes(String name) {
        Path file =
                Path.of(System.getProperty("tallystick.data", "absent"), "attestation")
                        .resolve(name);
        assumeTrue(Files.exists(file), "no recorded evidence at " + file);
        try {
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the file, or the test is skipped. */
    public static String text(String name) {
        return new String(bytes(name).toArray(), StandardCharsets.UTF_8);
    }
}
