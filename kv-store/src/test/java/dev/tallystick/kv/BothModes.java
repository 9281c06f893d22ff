package dev.tallystick.kv;

import dev.tallystick.kv.large.ValuePlace;
import dev.tallystick.kv.sealed.Limit;
import dev.tallystick.kv.sealed.SealedStore;
import dev.tallystick.kv.sealed.SealedStoreOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The options with which tests open stores. The build runs them twice: with {@code
 * -Dtallystick.values=disk} every value that is not empty lives in a sealed store.
 */
final class BothModes {
    private static final boolean IS_ON_DISK =
            "disk".equals(System.getProperty("tallystick.values"));
    private static final AtomicLong TABLES = new AtomicLong();

    private BothModes() {}

    /** {@link StoreOptions#defaults}, in the mode that is asked for. */
    static StoreOptions options() {
        StoreOptions options = StoreOptions.defaults();
        if (!IS_ON_DISK) {
            return options;
        }
        String name = "store " + TABLES.incrementAndGet();
        return options.withValues(
                new ValuePlace.OnDisk(Shared.STORE.table(name, Limit.atMost(1L << 30)), 1));
    }

    /** One sealed store for all tests of a process, opened when it is first wanted. */
    private static final class Shared {
        private static final SealedStore STORE = open();

        private static SealedStore open() {
            try {
                Path folder = Files.createTempDirectory("tallystick-values");
                SealedStore store = SealedStore.open(folder, SealedStoreOptions.defaults());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(store, folder)));
                return store;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void close(SealedStore store, Path folder) {
            store.close();
            for (String left : folder.toFile().list()) {
                folder.resolve(left).toFile().delete();
            }
            folder.toFile().delete();
        }
    }
}
