package dev.tallystick.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.crypto.RsaOaep;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.shares.EncryptedLedgerSecrets;
import dev.tallystick.node.config.NodeConfiguration.CurveId;
import dev.tallystick.node.config.NodeConfiguration.NodeCertificate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

class RekeyWatchTest {
    private final NodeIdentity node =
            NodeIdentity.generate(
                    new NodeCertificate("CN=Node", List.of(), CurveId.SECP384R1, 1),
                    List.of("127.0.0.1"),
                    Instant.EPOCH);

    private final LedgerSecret first = LedgerSecret.random(1);
    private final byte[] nextKey = LedgerSecret.random(1).keyBytes();
    private final BlockingQueue<PipelineEntry> entries = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final Store store = store();

    private Store store() {
        Store made =
                new Store(
                        StoreOptions.defaults(),
                        LedgerSecrets.of(first),
                        (id, root, tree) -> WriteSet.EMPTY,
                        new EntrySink() {
                            @Override
                            public void accept(List<PipelineEntry> batch) {
                                entries.addAll(batch);
                            }

                            @Override
                            public void failed(Throwable cause) {
                                failures.add(cause);
                            }
                        });
        made.onLocal(TableNames.ENCRYPTED_LEDGER_SECRETS, new RekeyWatch(made, node)::onLocal);
        made.becomePrimary(2);
        return made;
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void write(Consumer<Transaction> body) {
        Transaction tx = store.begin();
        body.accept(tx);
        assertInstanceOf(CommitResult.Committed.class, store.commit(tx));
    }

    private void sendSecret(String nodeId, byte[] encrypted) {
        var secret = new EncryptedLedgerSecrets.Secret(Bytes.wrap(encrypted), null, null);
        var forNodes = new EncryptedLedgerSecrets(new TreeMap<>(Map.of(nodeId, List.of(secret))));
        write(tx -> Tables.ENCRYPTED_LEDGER_SECRETS.put(tx, forNodes));
    }

    private byte[] encryptedForThisNode() {
        return RsaOaep.encrypt(node.encryptionKey().publicKeyPem(), nextKey);
    }

    private void writePrivately() {
        write(tx -> tx.map("private").put(Bytes.utf8("k"), Bytes.utf8("v")));
    }

    private PipelineEntry nextEntry() throws InterruptedException {
        PipelineEntry entry = entries.poll(10, TimeUnit.SECONDS);
        if (entry == null) {
            throw new AssertionError("no entry within 10 s; failures: " + failures);
        }
        return entry;
    }

    @Test
    void theEntryAfterARekeyIsEncryptedWithTheSecretThatItSent() throws Exception {
        sendSecret(node.id(), encryptedForThisNode());
        writePrivately();
        nextEntry();
        PipelineEntry afterwards = nextEntry();

        LedgerSecret latest = store.secrets().latest();
        assertArrayEquals(nextKey, latest.keyBytes());
        assertEquals(2, latest.validFrom());
        LedgerSecrets alone = LedgerSecrets.of(LedgerSecret.of(nextKey, 2));
        assertTrue(
                new EntryDecoder().decode(afterwards.bytes(), alone).privateWrites() != null,
                "the new secret opens it");
    }

    @Test
    void aSecretForAnotherNodeIsLeftAlone() throws Exception {
        sendSecret("a".repeat(64), encryptedForThisNode());
        nextEntry();

        assertEquals(first, store.secrets().latest());
    }

    @Test
    void aSecretThatCannotBeDecryptedStopsTheStore() throws Exception {
        sendSecret(node.id(), new byte[256]);

        Throwable failure = failures.poll(10, TimeUnit.SECONDS);
        assertTrue(
                String.valueOf(failure).contains("at seqno 1 cannot be decrypted"),
                "failed with " + failure);
    }
}
