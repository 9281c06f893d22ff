package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RealLedgers;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.audit.AuditListener;
import dev.tallystick.ledger.audit.AuditOptions;
import dev.tallystick.ledger.audit.AuditReport;
import dev.tallystick.ledger.audit.LedgerAuditor;
import dev.tallystick.ledger.entry.EntryDecoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One ledger file cut in two. */
class ChunkSplitTest {
    @TempDir Path temp;

    private static AuditReport audit(Path directory) throws IOException {
        AuditOptions options = AuditOptions.of(directory).allowUnsignedTail();
        return LedgerAuditor.audit(options, AuditListener.NONE);
    }

    private static List<Long> signatures(Path file) throws IOException {
        List<Long> seqnos = new ArrayList<>();
        EntryDecoder decoder = new EntryDecoder();
        try (ChunkReader reader = ChunkReader.open(file)) {
            for (Optional<RawEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (decoder.decodePublic(next.get().bytes()).isSignature()) {
                    seqnos.add(next.get().seqno());
                }
            }
        }
        return seqnos;
    }

    @Test
    void bothPartsOfARealFileVerifyTogetherWithTheOthers() throws Exception {
        List<Path> originals =
                RealLedgers.files(RecordedServices.path("ccf7-service/node0/ledger"));
        AuditReport before = audit(originals.getFirst().resolveSibling("."));
        int splitCount = 0;
        for (Path original : originals) {
            List<Long> signatures = signatures(original);
            if (signatures.size() < 2) {
                continue;
            }
            Path directory = Files.createDirectory(temp.resolve("split" + splitCount++));
            for (Path other : originals) {
                if (!other.equals(original)) {
                    Files.copy(other, directory.resolve(other.getFileName()));
                }
            }
            long seqno = signatures.get(signatures.size() / 2 - 1);
            ChunkSplit.Parts parts = ChunkSplit.split(original, seqno, directory, false);

            AuditReport after = audit(directory);
            assertEquals(before.counts().transactions(), after.counts().transactions());
            assertEquals(before.counts().nodeSignatures(), after.counts().nodeSignatures());
            assertEquals(before.lastSigned(), after.lastSigned());
            assertTrue(parts.first().toString().contains("-" + seqno), parts.toString());
        }
        assertTrue(splitCount > 0, "no file has two signatures");
    }

    private LedgerDirectory ledger() {
        LedgerDirectory directory = new LedgerDirectory(temp.resolve("main"));
        try (LedgerFiles files = directory.open()) {
            LedgerDirectory.append(files, LedgerDirectory.chain(2, 9, 6));
        }
        return directory;
    }

    @Test
    void theEntriesStayAsTheyAre() throws Exception {
        LedgerDirectory source = ledger();
        List<byte[]> entries = LedgerDirectory.chain(2, 9, 6);
        LedgerDirectory target = new LedgerDirectory(temp.resolve("new/target"));
        ChunkSplit.split(source.path().resolve("ledger_1-6.committed"), 2, target.path(), true);
        ChunkSplit.split(source.path().resolve("ledger_7"), 8, target.path(), true);

        assertEquals(
                List.of("ledger_1-2.committed", "ledger_3-6.committed", "ledger_7-8", "ledger_9"),
                target.names());
        target.assertContent("ledger_1-2.committed", entries.subList(0, 2), true);
        target.assertContent("ledger_3-6.committed", entries.subList(2, 6), true);
        target.assertContent("ledger_7-8", entries.subList(6, 8), true);
        target.assertContent("ledger_9", entries.subList(8, 9), false);
        assertEquals(List.of("ledger_1-6.committed", "ledger_7"), source.names());
    }

    @Test
    void recoveryFilesStayRecoveryFiles() throws Exception {
        LedgerDirectory source = ledger();
        Path recovery = source.path().resolve("ledger_1-6.committed.recovery");
        Files.move(source.path().resolve("ledger_1-6.committed"), recovery);
        LedgerDirectory target = new LedgerDirectory(temp.resolve("target"));
        ChunkSplit.split(recovery, 4, target.path(), true);

        assertEquals(
                List.of("ledger_1-4.committed.recovery", "ledger_5-6.committed.recovery"),
                target.names());
    }

    @Test
    void anEntryThatIsNoSignatureIsRefusedUnlessAllowed() {
        Path file = ledger().path().resolve("ledger_1-6.committed");
        var e = assertThrows(ChunkSplit.RefusedException.class, () -> split(file, 2, false));
        assertTrue(String.valueOf(e.getMessage()).contains("no signature"), e.getMessage());
        assertFalse(Files.exists(temp.resolve("target")));
    }

    private void split(Path file, long seqno, boolean isAny) throws Exception {
        ChunkSplit.split(file, seqno, temp.resolve("target"), isAny);
    }

    @Test
    void bothPartsMustHaveEntries() {
        Path file = ledger().path().resolve("ledger_1-6.committed");
        for (long seqno : new long[] {0, 6, 7}) {
            assertThrows(
                    ChunkSplit.RefusedException.class, () -> split(file, seqno, true), "" + seqno);
        }
    }

    @Test
    void nothingIsOverwrittenAndNothingHalfIsLeft() throws Exception {
        Path file = ledger().path().resolve("ledger_1-6.committed");
        Path target = Files.createDirectory(temp.resolve("target"));
        for (String existing : List.of("ledger_1-2.committed", "ledger_3-6.committed")) {
            Files.writeString(target.resolve(existing), "mine");
            assertThrows(FileAlreadyExistsException.class, () -> split(file, 2, true));
            assertEquals(List.of(existing), new LedgerDirectory(target).names());
            assertEquals("mine", Files.readString(target.resolve(existing)));
            Files.delete(target.resolve(existing));
        }
    }

    @Test
    void theDirectoryOfTheFileIsRefused() {
        Path directory = ledger().path();
        Path file = directory.resolve("ledger_1-6.committed");
        assertThrows(
                ChunkSplit.RefusedException.class,
                () -> ChunkSplit.split(file, 2, directory, true));
    }

    @Test
    void aDamagedFileIsNotCut() throws Exception {
        LedgerDirectory source = ledger();
        Path file = source.path().resolve("ledger_1-6.committed");
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        assertThrows(ChunkFormatException.class, () -> split(file, 2, true));
        assertFalse(Files.exists(temp.resolve("target")));
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        split(file, 2, true);
        assertArrayEquals(content, Files.readAllBytes(file));
    }
}
