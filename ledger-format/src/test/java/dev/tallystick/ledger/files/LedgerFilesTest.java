package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.ledger.RealLedgers;
import dev.tallystick.ledger.entry.EntryDecoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files written and read by a node. */
class LedgerFilesTest {
    @TempDir Path temp;

    @Test
    void realEntriesAppendedAgainGiveTheSameFiles() throws IOException {
        List<Path> originals =
                RealLedgers.files(RealLedgers.data().resolve("ccf7-service/node0/ledger"));
        EntryDecoder decoder = new EntryDecoder();
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(temp))) {
            for (Path original : originals) {
                try (ChunkReader reader = ChunkReader.open(original)) {
                    Optional<RawEntry> next = reader.next();
                    for (; next.isPresent(); next = reader.next()) {
                        byte[] entry = next.get().bytes();
                        boolean isSignature = decoder.decodePublic(entry).isSignature();
                        files.append(entry, isSignature);
                        if (isSignature) {
                            files.commit(next.get().seqno());
                        }
                    }
                }
            }
        }

        assertEquals(originals.size(), RealLedgers.files(temp).size());
        for (Path original : originals) {
            Path copy = temp.resolve(original.getFileName().toString());
            assertArrayEquals(
                    Files.readAllBytes(original), Files.readAllBytes(copy), copy.toString());
        }
    }
}
