package dev.tallystick.kv;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.files.LedgerFileName;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.shares.MemberKey;
import dev.tallystick.ledger.shares.SecretsRecovery;
import dev.tallystick.ledger.signature.SignatureTransaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ledgers that real services of CCF have written, and what opens them; skipped where absent. */
enum RecordedService {
    NODE0("ccf7-service/node0", "ccf7-service/keys", 2),
    RECOVERED("ccf7-service/recovered_node", "ccf7-service/keys", 2),
    LOGGING("ccf7-service/logging_app", "ccf7-service/keys", 1),
    FLIPFLOP("ccf-services/cose_flipflop_service", "ccf-services/cose_flipflop_service/common", 1),
    EOL("ccf-services/eol_service", "ccf-services/eol_service/common", 3);

    private final String node;
    private final String keys;
    private final int members;

    RecordedService(String node, String keys, int members) {
        this.node = node;
        this.keys = keys;
        this.members = members;
    }

    private static Path path(String relative) {
        Path path = Path.of(System.getProperty("tallystick.data", "absent"), relative);
        assumeTrue(Files.exists(path), "no recorded service at " + path);
        return path;
    }

    /** All entries, from seqno 1 on. */
    List<byte[]> entries() {
        List<byte[]> entries = new ArrayList<>();
        for (Path file : sorted(node + "/ledger")) {
            try (ChunkReader reader = ChunkReader.open(file)) {
                Optional<RawEntry> next = reader.next();
                while (next.isPresent()) {
                    entries.add(next.get().bytes());
                    next = reader.next();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return entries;
    }

    private static List<Path> sorted(String directory) {
        try (Stream<Path> files = Files.list(path(directory))) {
            return files.sorted(
                            Comparator.comparingLong(
                                    file -> LedgerFileName.of(file).orElseThrow().start()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All ledger secrets, recovered with the members' keys. */
    LedgerSecrets secrets() {
        SecretsRecovery recovery = new SecretsRecovery();
        EntryDecoder decoder = new EntryDecoder();
        entries().forEach(entry -> recovery.accept(decoder.decodePublic(entry)));
        List<MemberKey> memberKeys = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            try {
                Path pem = path(keys + "/member" + i + "_enc_privk.pem");
                memberKeys.add(MemberKey.fromPem("member" + i, Files.readString(pem)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return recovery.recover(memberKeys).secrets();
    }

    /** All snapshots, oldest first. */
    List<Path> snapshots() {
        Path directory = path(node).resolve("snapshots");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted(Comparator.comparingLong(RecordedService::seqno)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long seqno(Path snapshot) {
        return Long.parseLong(String.valueOf(snapshot.getFileName()).split("_", -1)[1]);
    }

    static long seqno(byte[] entry) {
        return EntryHeader.of(entry).txId().seqno();
    }

    /** Whether the signed root is the one that this store has computed. */
    static void verifyRoot(Entry entry, Digest root, Transaction before) {
        Digest signed = SignatureTransaction.from(entry).orElseThrow().nodeSignature().root();
        if (!signed.equals(root)) {
            throw new LedgerFormatException("signed root " + signed + " is not ours: " + root);
        }
    }
}
