package dev.tallystick.ledger;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.tallystick.ledger.cbor.CborReader;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.crypto.GovernanceMessage;
import dev.tallystick.ledger.crypto.Pem;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.shares.RecoveryShares;
import dev.tallystick.ledger.signature.CoseRootSignature;
import dev.tallystick.ledger.signature.NodeSignature;
import dev.tallystick.ledger.snapshot.SnapshotReader;
import dev.tallystick.ledger.snapshot.SnapshotSeeds;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Small inputs that announce large contents: each is refused at the price of a small input. What a
 * thread allocates is counted, so that a length which is believed shows however the heap is sized.
 */
class DeclaredLengthsTest {
    /** Room for messages, stack traces and a cryptographic provider's tables. */
    private static final long BUDGET_BYTES = 4 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir private Path directory;

    private static void assertRefusedCheaply(Executable parser) {
        assertThrows(LedgerFormatException.class, parser); // once, to have all classes loaded
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThrows(LedgerFormatException.class, parser);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < BUDGET_BYTES, "allocates " + allocated + " bytes");
    }

    private static DynamicTest refused(String what, Executable parser) {
        return DynamicTest.dynamicTest(what, () -> assertRefusedCheaply(parser));
    }

    @TestFactory
    Stream<DynamicTest> entriesThatAnnounceMuch() {
        EntryDecoder decoder = new EntryDecoder();
        return Stream.of(1L << 31, (1L << 48) - 1, 0x7fff_fff0L)
                .flatMap(
                        huge ->
                                Stream.of(
                                        refused(
                                                "an entry of " + huge,
                                                () -> decoder.decodePublic(entry(huge, 200, 8, 1))),
                                        refused(
                                                "a public domain of " + huge,
                                                () -> decoder.decodePublic(entry(256, huge, 8, 1))),
                                        refused(
                                                "a map's name of " + huge,
                                                () ->
                                                        decoder.decodePublic(
                                                                entry(256, 220, huge, 1))),
                                        refused(
                                                "a number of writes of " + huge,
                                                () ->
                                                        decoder.decodePublic(
                                                                entry(256, 220, 8, huge)))));
    }

    /** An entry of 264 bytes with one map, whose lengths are as told. */
    private static byte[] entry(long size, long publicLength, long nameLength, long writes) {
        ByteBuffer entry = ByteBuffer.allocate(264).order(ByteOrder.LITTLE_ENDIAN);
        entry.putLong(1 | size << 16).position(24);
        entry.putLong(3).putInt(2).putLong(publicLength);
        entry.put((byte) 4).putLong(3).position(44 + 81);
        entry.putLong(nameLength).put("public:t".getBytes(StandardCharsets.US_ASCII));
        return entry.putLong(0).putLong(0).putLong(writes).array();
    }

    @TestFactory
    Stream<DynamicTest> cborThatAnnouncesMuch() {
        return Stream.of(
                        "9bffffffffffffffff", // an array of 2⁶⁴ − 1
                        "9b7fffffffffffffff",
                        "9a7fffffff",
                        "bb7fffffffffffffff", // a map
                        "5b7fffffffffffffff", // bytes
                        "5a7ffffff0",
                        "7b7fffffffffffffff", // text
                        "5f5a7ffffff0", // bytes in chunks
                        "8181818181818181818181818181818181818181",
                        "9f".repeat(3000),
                        "d2".repeat(3000),
                        "d2845a7ffffff0", // a COSE_Sign1 whose protected header is long
                        "d28440a05a7ffffff0")
                .flatMap(
                        hex -> {
                            byte[] bytes = Hex.decode(hex);
                            String shown = hex.substring(0, Math.min(20, hex.length()));
                            return Stream.of(
                                    refused("CBOR " + shown, () -> CborReader.decode(bytes)),
                                    refused("COSE " + shown, () -> CoseSign1.parse(bytes)),
                                    refused(
                                            "request " + shown,
                                            () -> GovernanceMessage.parse(bytes)));
                        });
    }

    @TestFactory
    Stream<DynamicTest> treesThatAnnounceMuch() {
        return Stream.of(
                        new long[] {1L << 40, 0},
                        new long[] {Long.MAX_VALUE, 0},
                        new long[] {1, Long.MAX_VALUE},
                        new long[] {(1L << 59) + 1, 0}, // times 32 is 32
                        new long[] {-1, -1},
                        new long[] {1, (1L << 48) - 1})
                .map(
                        counters -> {
                            byte[] tree =
                                    ByteBuffer.allocate(48)
                                            .putLong(counters[0])
                                            .putLong(counters[1])
                                            .array();
                            return refused(
                                    counters[0] + " leaves from " + counters[1],
                                    () -> MerkleTree.load(tree));
                        });
    }

    @TestFactory
    Stream<DynamicTest> derThatAnnouncesMuch() {
        String nested = "30847ffffff0".repeat(1000);
        return Stream.of(
                        "30847ffffff0", // a sequence
                        "30820fff04847ffffff0",
                        "0384ffffffff00",
                        "3080".repeat(5000), // indefinite lengths, nested
                        "3080248004847ffffff0",
                        nested)
                .flatMap(
                        hex -> {
                            byte[] der = Hex.decode(hex);
                            String shown = hex.substring(0, Math.min(20, hex.length()));
                            return Stream.of(
                                    refused("certificate " + shown, () -> Certificate.fromDer(der)),
                                    refused("key " + shown, () -> EcPublicKey.fromDer(der)),
                                    refused(
                                            "private key " + shown,
                                            () ->
                                                    EcKeyPair.fromPem(
                                                            Pem.encode(Pem.PRIVATE_KEY, der))));
                        });
    }

    @TestFactory
    Stream<DynamicTest> jsonThatIsDeepOrLong() {
        return Stream.of(
                        "[".repeat(100_000),
                        "{\"a\":".repeat(100_000),
                        "1".repeat(100_000),
                        "{\"proof\":[],\"leaf\":1e999999999}",
                        "{\"seqno\":1e999999999,\"node\":\"\",\"view\":1e999999999}",
                        "{\"wrapped_latest_ledger_secret\":1e999999999,\"encrypted_shares\":{}}")
                .flatMap(
                        text -> {
                            Bytes json = Bytes.utf8(text);
                            String shown = text.substring(0, Math.min(20, text.length()));
                            return Stream.of(
                                    refused(
                                            "receipt " + shown,
                                            () -> Receipt.fromJson(Json.parse(json))),
                                    refused(
                                            "signature " + shown,
                                            () -> NodeSignature.fromJson(json)),
                                    refused(
                                            "COSE signature " + shown,
                                            () -> CoseRootSignature.fromJson(json)),
                                    refused(
                                            "shares " + shown,
                                            () -> RecoveryShares.fromJson(json)));
                        });
    }

    @Test
    void aPemTextBeyondTheLimitIsRefusedUnread() {
        String text = "-----BEGIN CERTIFICATE-----\n".repeat(Pem.TEXT_MAX / 20);

        assertRefusedCheaply(() -> Pem.decodeAll(text));
    }

    /** A sparse file: 100 GB that are not there, and a first word that says anything. */
    @TestFactory
    Stream<DynamicTest> largeFilesWithSmallEntries() {
        return Stream.of(0L, 69L, 4096L, 1L << 33, 99L << 30, (100L << 30) - 4, Long.MAX_VALUE)
                .map(
                        offset ->
                                DynamicTest.dynamicTest(
                                        "table at " + offset,
                                        () -> {
                                            Path file = sparse(offset);
                                            assertRefusedCheaply(() -> readAll(file));
                                        }));
    }

    /**
     * Offsets of the lengths in a snapshot with two views (spec 01, 2.1 and 7.2): public domain,
     * leaf, view history, name of the first map, its rows, their first key and value.
     */
    @TestFactory
    Stream<DynamicTest> snapshotsThatAnnounceMuch() {
        return Stream.of(36, 61, 101, 125, 183, 191, 263)
                .flatMap(
                        offset ->
                                Stream.of(1L << 40, 0x7fff_fff0L, Long.MAX_VALUE, -1L)
                                        .map(huge -> snapshot(offset, huge)));
    }

    private DynamicTest snapshot(int offset, long huge) {
        return DynamicTest.dynamicTest(
                huge + " at offset " + offset,
                () -> {
                    Path folder = Files.createTempDirectory(directory, "snapshot");
                    byte[] bytes = SnapshotSeeds.verifiable(folder);
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(offset, huge);
                    Path file = Files.write(folder.resolve("snapshot_5_6"), bytes);
                    assertRefusedCheaply(() -> readSnapshot(file));
                });
    }

    private static void readSnapshot(Path file) throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            var maps = reader.publicMaps();
            for (var map = maps.nextMap(); map.isPresent(); map = maps.nextMap()) {
                while (maps.nextRow().isPresent()) {
                    // reads on
                }
            }
        }
    }

    private Path sparse(long tableOffset) throws IOException {
        Path file = directory.resolve("ledger_1");
        byte[] start =
                ByteBuffer.allocate(272)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(tableOffset)
                        .put(entry((1L << 48) - 1, 220, 8, 0))
                        .array();
        Files.write(file, start);
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position((100L << 30) - 1).write(ByteBuffer.allocate(1));
        }
        return file;
    }

    private static void readAll(Path file) throws IOException {
        try (ChunkReader reader = ChunkReader.open(file)) {
            while (reader.next().isPresent()) {
                // reads on
            }
        }
    }
}
