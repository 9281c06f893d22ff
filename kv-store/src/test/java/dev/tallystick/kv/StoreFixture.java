package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.util.function.Consumer;

/**
 * A store with a recording sink and a signer that writes the root in clear, so that tests can
 * compare it.
 */
final class StoreFixture implements AutoCloseable {
    static final long VIEW = 2;

    final RecordingSink sink = new RecordingSink();
    final LedgerSecret secret = LedgerSecret.random(1);
    final Store store;

    private StoreFixture(StoreOptions options, Signer signer) {
        store = new Store(options, LedgerSecrets.of(secret), signer, sink);
    }

    /** A store that is primary in {@link #VIEW}. */
    static StoreFixture primary() {
        return primary(BothModes.options());
    }

    static StoreFixture primary(StoreOptions options) {
        return primary(options, StoreFixture::rootInClear);
    }

    static StoreFixture primary(StoreOptions options, Signer signer) {
        StoreFixture fixture = new StoreFixture(options, signer);
        fixture.store.becomePrimary(VIEW);
        return fixture;
    }

    /** The content of a signature as these tests make it. */
    static WriteSet rootInClear(TxId id, Digest root, byte[] tree) {
        return WriteSet.of(
                MapWrites.put(TableNames.SIGNATURES, Bytes.EIGHT_ZEROS, Bytes.utf8(root.hex())),
                MapWrites.put(TableNames.TREE, Bytes.EIGHT_ZEROS, Bytes.wrap(tree)));
    }

    /** Runs {@code body} in a transaction that must commit. */
    TxId write(Consumer<Transaction> body) {
        Transaction tx = store.begin();
        body.accept(tx);
        return assertInstanceOf(CommitResult.Committed.class, store.commit(tx)).id();
    }

    TxId put(String map, String key, String value) {
        return write(tx -> tx.map(map).put(Bytes.utf8(key), Bytes.utf8(value)));
    }

    /** The value in the latest state, or "-". */
    String get(String map, String key) {
        return store.begin().map(map).get(Bytes.utf8(key)).map(Bytes::utf8).orElse("-");
    }

    @Override
    public void close() {
        sink.release();
        store.close();
    }
}
