package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedServices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the tests of the auditor have in common. */
final class Audits {
    private Audits() {}

    static AuditReport audit(AuditOptions options) {
        try {
            return LedgerAuditor.audit(options, AuditListener.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AuditException assertReason(String start, Runnable audit) {
        AuditException e = assertThrows(AuditException.class, audit::run);
        assertTrue(e.reason().startsWith(start), e::getMessage);
        return e;
    }

    /** Copies a recorded ledger, to be damaged. */
    static Path copy(String recorded, Path target) {
        try {
            for (Path file : RecordedServices.files(recorded)) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }
}
