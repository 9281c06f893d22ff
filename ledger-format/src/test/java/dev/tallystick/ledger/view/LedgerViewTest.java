package dev.tallystick.ledger.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.audit.SmallLedger;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.files.ChunkFormatException;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.view.ViewedEntry.PrivatePart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class LedgerViewTest {
    @TempDir Path directory;
    private SmallLedger ledger;

    /** 1 genesis, 2 application, 3 signature and end of chunk, 4 and 5 application, 6 signature. */
    @BeforeEach
    void write() {
        ledger = new SmallLedger(directory);
        ledger.begin().application("a").signAndCommit();
        ledger.application("b").application("c").sign();
        ledger.flush();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void allEntriesAreSeenInOrderAcrossFiles() throws IOException {
        List<ViewedEntry> seen = walk(SeqnoRange.ALL, KnownSecrets.NONE);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), seqnos(seen));
        assertEquals(directory.resolve("ledger_1-3.committed"), seen.get(2).file());
        assertEquals(directory.resolve("ledger_4"), seen.get(3).file());
        assertEquals(8, seen.get(3).offset());
        assertEquals(8 + seen.get(3).size(), seen.get(4).offset());
    }

    @Test
    void onlyTheRangeIsSeen() throws IOException {
        assertEquals(List.of(2L, 3L, 4L), seqnos(walk(new SeqnoRange(2, 4), KnownSecrets.NONE)));
        assertEquals(List.of(6L), seqnos(walk(new SeqnoRange(6, 100), KnownSecrets.NONE)));
        assertEquals(List.of(), seqnos(walk(new SeqnoRange(7, 100), KnownSecrets.NONE)));
    }

    @Test
    void aRangeThatBeginsBeforeTheFilesIsRefused() throws IOException {
        LedgerChunks rest = LedgerChunks.of(List.of(directory.resolve("ledger_4")));
        var refused =
                assertThrows(
                        ChunkFormatException.class,
                        () -> LedgerView.open(rest, new SeqnoRange(3, 5), KnownSecrets.NONE));
        assertTrue(refused.reason().contains("seqnos 3 to 3 are missing"), refused.reason());
        try (LedgerView view = LedgerView.open(rest, SeqnoRange.ALL, KnownSecrets.NONE)) {
            assertEquals(4, view.next().orElseThrow().entry().txId().seqno());
        }
    }

    @Test
    void privateMapsAreSealedWithoutTheirSecretAndOpenWithIt() throws IOException {
        ViewedEntry sealed = walk(new SeqnoRange(2, 2), KnownSecrets.NONE).getFirst();
        assertEquals(PrivatePart.SEALED, sealed.privatePart());
        assertNull(sealed.entry().privateWrites());
        assertEquals(List.of("public:records"), names(sealed));

        ViewedEntry open =
                walk(new SeqnoRange(2, 2), KnownSecrets.of(LedgerSecrets.of(ledger.secret)))
                        .getFirst();
        assertEquals(PrivatePart.OPEN, open.privatePart());
        assertEquals(List.of("public:records", "records"), names(open));
        assertEquals(44, open.size() - open.publicSize() - open.privateSize());

        ViewedEntry publicOnly = walk(new SeqnoRange(1, 1), KnownSecrets.NONE).getFirst();
        assertEquals(PrivatePart.ABSENT, publicOnly.privatePart());
    }

    @Test
    void whatIsUnderTheSecretOfAnUnfinishedRecoveryStaysSealed() throws IOException {
        KnownSecrets known = new KnownSecrets(LedgerSecrets.of(ledger.secret), 4);
        List<ViewedEntry> seen = walk(SeqnoRange.ALL, known);
        assertEquals(PrivatePart.OPEN, seen.get(1).privatePart());
        assertEquals(PrivatePart.SEALED, seen.get(3).privatePart());
    }

    @Test
    void anEntryThatIsNotAuthenticIsNamedWithItsPlace() {
        KnownSecrets wrong = KnownSecrets.of(LedgerSecrets.of(LedgerSecret.random(4)));
        var damage = assertThrows(ChunkFormatException.class, () -> walk(SeqnoRange.ALL, wrong));
        assertEquals(4, damage.seqno());
        assertEquals(8, damage.offset());
        assertEquals(directory.resolve("ledger_4"), damage.file());
    }

    @Test
    void whatAVisitorFindsMalformedIsNamedWithItsPlace() throws IOException {
        ledger.write(
                MapWrites.put("public:ccf.internal.tree", Bytes.EIGHT_ZEROS, Bytes.EMPTY),
                MapWrites.put("public:ccf.internal.signatures", Bytes.EIGHT_ZEROS, Bytes.EMPTY));
        ledger.flush();
        LedgerStatistics statistics = new LedgerStatistics();
        var damage =
                assertThrows(
                        ChunkFormatException.class,
                        () -> {
                            try (LedgerView view = open(SeqnoRange.ALL, KnownSecrets.NONE)) {
                                view.walk(
                                        entry -> {
                                            statistics.accept(entry);
                                            return true;
                                        });
                            }
                        });
        assertEquals(7, damage.seqno());
    }

    @Test
    void aTornEntryIsNamedWithItsPlaceAfterTheWholeOnesWereSeen() throws IOException {
        Path open = directory.resolve("ledger_4");
        byte[] bytes = Files.readAllBytes(open);
        Files.write(open, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        try (LedgerView view = open(SeqnoRange.ALL, KnownSecrets.NONE)) {
            List<Long> seen = new ArrayList<>();
            var damage =
                    assertThrows(
                            ChunkFormatException.class,
                            () ->
                                    view.walk(
                                            entry -> {
                                                seen.add(entry.entry().txId().seqno());
                                                return true;
                                            }));
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), seen);
            assertEquals(6, damage.seqno());
        }
    }

    @Test
    void progressEndsWithAllBytes() throws IOException {
        try (LedgerView view = open(SeqnoRange.ALL, KnownSecrets.NONE)) {
            assertEquals(0, view.bytesDone());
            view.next();
            assertTrue(view.bytesDone() > 0 && view.bytesDone() < view.bytesTotal());
            view.walk(entry -> true);
            assertEquals(view.bytesTotal(), view.bytesDone());
        }
    }

    private LedgerView open(SeqnoRange range, KnownSecrets secrets) throws IOException {
        return LedgerView.open(LedgerChunks.of(List.of(directory)), range, secrets);
    }

    private List<ViewedEntry> walk(SeqnoRange range, KnownSecrets secrets) throws IOException {
        List<ViewedEntry> seen = new ArrayList<>();
        try (LedgerView view = open(range, secrets)) {
            view.walk(seen::add);
        }
        return seen;
    }

    private static List<Long> seqnos(List<ViewedEntry> seen) {
        return seen.stream().map(entry -> entry.entry().txId().seqno()).toList();
    }

    private static List<String> names(ViewedEntry entry) {
        return entry.maps().stream().map(MapWrites::name).toList();
    }
}
