package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Audits that go on from a transaction which an earlier one has proved. */
class ResumedAuditTest {
    private static final String LEDGER = "ccf7-service/node0/ledger";

    @TempDir private Path copy;

    private static AuditReport audit(AuditOptions options) throws IOException {
        return LedgerAuditor.audit(options, AuditListener.NONE);
    }

    @Test
    void theReportIsThatOfAWholeAudit() throws IOException {
        AuditOptions options = AuditOptions.of(RecordedServices.path(LEDGER));
        AuditReport whole = audit(options);
        AuditReport resumed = audit(options.withTrusted(new TxId(2, 225)));
        assertEquals(whole.lastSigned(), resumed.lastSigned());
        assertEquals(whole.counts().transactions(), resumed.counts().transactions());
        assertTrue(resumed.counts().envelopes() < whole.counts().envelopes());
    }

    @Test
    void damageBeforeTheTrustedTransactionIsStillFound() throws IOException {
        for (Path file : RecordedServices.files(LEDGER)) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        try (RandomAccessFile file =
                new RandomAccessFile(copy.resolve("ledger_79-132.committed").toFile(), "rw")) {
            file.seek(8 + 16); // in the encryption tag of the first entry
            int value = file.read();
            file.seek(8 + 16);
            file.write(value ^ 1);
        }
        AuditOptions options = AuditOptions.of(copy).withTrusted(new TxId(2, 225));
        assertThrows(AuditException.class, () -> audit(options));
    }

    @Test
    void aTrustedTransactionOfAnotherViewIsRefused() {
        AuditOptions options =
                AuditOptions.of(RecordedServices.path(LEDGER)).withTrusted(new TxId(3, 225));
        AuditException e = assertThrows(AuditException.class, () -> audit(options));
        assertEquals("transaction 2.225 stands where 3.225 is trusted", e.reason());
    }

    @Test
    void aLedgerThatDoesNotReachTheTrustedTransactionIsRefused() {
        AuditOptions options =
                AuditOptions.of(RecordedServices.path(LEDGER)).withTrusted(new TxId(2, 999));
        AuditException e = assertThrows(AuditException.class, () -> audit(options));
        assertTrue(e.reason().contains("no signature covers the trusted 2.999"), e::reason);
    }
}
