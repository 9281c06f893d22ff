package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.signature.SigningIdentity;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Of several faults the first is told, whichever thread finds which one when. */
class FaultOrderTest {
    @TempDir private Path directory;
    private SmallLedger ledger;

    @BeforeEach
    void begin() {
        ledger = new SmallLedger(directory).begin();
    }

    private void signByAnotherService() {
        EcKeyPair other = EcKeyPair.generate(Curve.P384);
        ledger.sign(
                new SigningIdentity(
                        ledger.nodeKey, ledger.node, other, "i", "s", () -> SmallLedger.NOW),
                EntryFlags.NONE);
    }

    private AuditException fault() {
        ledger.close();
        AuditOptions options = AuditOptions.of(directory);
        AuditException fault =
                assertThrows(
                        AuditException.class,
                        () -> LedgerAuditor.audit(options, AuditListener.NONE));
        return Diagnosis.of(options, fault);
    }

    @Test
    void aBadSignatureIsNotConfusedWithLaterDamage() throws IOException {
        signByAnotherService();
        ledger.flush();
        long offset = fileSize();
        ledger.application("changed").sign();
        ledger.flush();
        flip(offset + 20);
        AuditException e = fault();
        assertTrue(e.reason().startsWith("the COSE signature of the service"), e::getMessage);
        assertEquals(2, e.seqno());
    }

    private long fileSize() {
        return directory.resolve("ledger_1").toFile().length();
    }

    private void flip(long offset) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("ledger_1").toFile(), "rw")) {
            file.seek(offset);
            int value = file.read();
            file.seek(offset);
            file.write(value ^ 1);
        }
    }

    @Test
    void anUnreadableEntryDoesNotHideTheDamageBeforeIt() throws IOException {
        signByAnotherService();
        ledger.sign().close();
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("ledger_1").toFile(), "rw")) {
            int size = 1900 << 20; // a hole, as large as no heap
            long end = file.length();
            file.setLength(end + size);
            ByteBuffer head = ByteBuffer.allocate(61).order(ByteOrder.LITTLE_ENDIAN);
            head.put((byte) 1).put((byte) 0).putInt(size - 8).putShort((short) 0);
            head.putLong(45, ledger.last().seqno() + 1);
            file.seek(end);
            file.write(head.array());
        }
        assertEquals(2, fault().seqno());
    }

    @Test
    void aFaultOfTheLastSignatureIsToldAtItsPlaceAlthoughOthersFollow() {
        SigningIdentity identity =
                new SigningIdentity(
                        ledger.nodeKey,
                        ledger.endorsed(ledger.nodeKey),
                        ledger.serviceKey,
                        "i",
                        "s",
                        () -> SmallLedger.NOW);
        ledger.sign(identity, EntryFlags.FORCE_CHUNK_AFTER).application("a");
        ledger.close();
        AuditOptions options = AuditOptions.of(directory).allowUnsignedTail();
        AuditException e =
                assertThrows(
                        AuditException.class,
                        () -> LedgerAuditor.audit(options, AuditListener.NONE));
        assertTrue(e.reason().contains("a certificate that its node never had"), e::getMessage);
        assertEquals(2, e.seqno());
        assertEquals(directory.resolve("ledger_1"), e.file());
    }
}
