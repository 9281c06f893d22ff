package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.LedgerFilesOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;

/** Keys and values of 64 MiB go all the way: pipeline, ledger files, backup. */
class BigValuesTest {
    private static final int MAX = MapHandle.BYTES_MAX;
    private static final String PUBLIC = "public:big";
    private static final String PRIVATE = "big";
    private static final Bytes SMALL = Bytes.utf8("small");

    @TempDir Path temp;

    @Test
    void theGreatestKeysAndValuesReachTheLedgerFilesAndABackup() {
        Bytes key = random(1);
        Bytes value = random(2);
        LedgerFilesOptions options = LedgerFilesOptions.of(temp.resolve("ledger"));
        try (StoreFixture fixture = StoreFixture.primary();
                Store backup =
                        new Store(
                                StoreOptions.defaults(),
                                LedgerSecrets.of(fixture.secret),
                                StoreFixture::rootInClear,
                                new RecordingSink())) {
            fixture.write(
                    tx -> {
                        tx.map(PUBLIC).put(key, SMALL);
                        tx.map(PRIVATE).put(SMALL, value);
                    });
            fixture.sink.awaitSeqno(fixture.store.sign().orElseThrow().seqno());
            try (LedgerFiles files = LedgerFiles.open(options)) {
                for (PipelineEntry entry : fixture.sink.awaitSeqno(2)) {
                    files.append(entry.bytes(), entry.isSignature());
                }
                files.commit(2);
            }

            try (LedgerFiles files = LedgerFiles.open(options)) {
                byte[] first = files.read(1).orElseThrow();
                assertTrue(first.length > 2 * MAX, first.length + " bytes");
                assertArrayEquals(fixture.sink.awaitSeqno(2).getFirst().bytes(), first);
                backup.apply(first, (entry, root, before) -> {});
                backup.apply(files.read(2).orElseThrow(), (entry, root, before) -> {});
            }
            assertTrue(backup.begin().map(PUBLIC).has(key), "the key is missing");
            assertTrue(
                    backup.begin().map(PRIVATE).get(SMALL).orElseThrow().equals(value),
                    "the value is another one");
            assertEquals(
                    fixture.store.beginWithRoot().root().join(),
                    backup.beginWithRoot().root().join());
        }
    }

    @Test
    void oneByteMoreIsRefusedWithAClearError() {
        try (StoreFixture fixture = StoreFixture.primary()) {
            MapHandle map = fixture.store.begin().map("big");
            Bytes tooLong = Bytes.wrap(new byte[MAX + 1]);

            IllegalArgumentException ofKey =
                    assertThrows(
                            IllegalArgumentException.class, () -> map.put(tooLong, Bytes.EMPTY));
            IllegalArgumentException ofValue =
                    assertThrows(
                            IllegalArgumentException.class, () -> map.put(Bytes.EMPTY, tooLong));
            assertThrows(IllegalArgumentException.class, () -> map.remove(tooLong));
            assertEquals("key of 67108865 bytes is longer than 67108864", ofKey.getMessage());
            assertEquals("value of 67108865 bytes is longer than 67108864", ofValue.getMessage());
        }
    }

    private static Bytes random(long seed) {
        byte[] bytes = new byte[MAX];
        new Random(seed).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
