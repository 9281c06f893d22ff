package dev.tallystick.kv.large;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.kv.map.ValueForm;
import dev.tallystick.kv.sealed.Deadline;
import dev.tallystick.kv.sealed.HostDeeds;
import dev.tallystick.kv.sealed.Limit;
import dev.tallystick.kv.sealed.SealedStore;
import dev.tallystick.kv.sealed.SealedStoreException;
import dev.tallystick.kv.sealed.SealedStoreOptions;
import dev.tallystick.kv.sealed.SealedTable;
import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class DiskValuesTest {
    private static final int THRESHOLD = 1000;

    @TempDir Path folder;

    private final List<SealedStoreException> told = new ArrayList<>();
    private SealedStore store;
    private SealedTable table;
    private LargeValues values;
    private ValueForm<Bytes> form;

    @BeforeEach
    void open() throws IOException {
        store = SealedStore.open(folder, SealedStoreOptions.defaults());
        begin(Limit.atMost(1 << 20));
    }

    private void begin(Limit limit) {
        table = store.table("values of " + limit.bytes(), limit);
        values = LargeValues.open(new ValuePlace.OnDisk(table, THRESHOLD), told::add);
        form = values.form();
    }

    @AfterEach
    void close() {
        values.close();
        store.close();
    }

    private static Bytes value(int length, int with) {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) with;
        return Bytes.wrap(bytes);
    }

    private StoredValue moved(Bytes value) {
        StoredValue stored = assertInstanceOf(StoredValue.class, form.pack(value));
        Deadline deadline = new Deadline(20);
        while (stored.inMemory() != null) {
            deadline.check("the value is still in memory");
        }
        return stored;
    }

    @Test
    void aValueOfTheThresholdGoesToDiskAndASmallerOneStays() {
        assertInstanceOf(byte[].class, form.pack(value(THRESHOLD - 1, 1)));
        StoredValue stored = moved(value(THRESHOLD, 2));

        assertEquals(1, table.count());
        assertEquals(value(THRESHOLD, 2), form.unpack(stored));
        assertEquals(value(5, 3), form.unpack(form.pack(value(5, 3))));
    }

    @Test
    void aValueCanBeReadBeforeItHasMoved() {
        values.close();
        Bytes value = value(THRESHOLD, 1);

        Object packed = form.pack(value);

        assertSame(value, form.unpack(packed));
    }

    @Test
    void theRecordGoesWhenNobodyRefersToTheValueAnyMore() {
        StoredValue kept = moved(value(THRESHOLD, 1));
        for (int i = 0; i < 10; i++) {
            moved(value(THRESHOLD, i));
        }

        Deadline deadline = new Deadline(20);
        while (table.count() > 1) {
            System.gc();
            deadline.check(table.count() + " records are left");
        }

        assertEquals(value(THRESHOLD, 1), form.unpack(kept));
    }

    @Test
    void valuesStayInMemoryWhileTheTableIsFullAndMoveWhenThereIsRoom() {
        values.close();
        begin(Limit.atMost(2 * (THRESHOLD + Limit.RECORD_BYTES)));
        List<StoredValue> held = new ArrayList<>();
        held.add(moved(value(THRESHOLD, 1)));
        held.add(moved(value(THRESHOLD, 2)));
        StoredValue third = (StoredValue) form.pack(value(THRESHOLD, 3));
        assertEquals(value(THRESHOLD, 1), form.unpack(held.getFirst()));
        assertEquals(value(THRESHOLD, 3), form.unpack(third));
        assertEquals(2, table.count());

        held.removeFirst();

        Deadline deadline = new Deadline(30);
        while (third.inMemory() != null) {
            System.gc();
            deadline.check("the value is still in memory");
        }
        assertEquals(value(THRESHOLD, 3), form.unpack(third));
        assertEquals(value(THRESHOLD, 2), form.unpack(held.getFirst()));
    }

    @Test
    void aLostRecordIsToldAndTheReaderRefused() {
        StoredValue stored = moved(value(THRESHOLD, 1));
        HostDeeds.deleteAll(store);

        SealedStoreException refused =
                assertThrows(SealedStoreException.class, () -> form.unpack(stored));

        assertEquals(SealedStoreException.Fault.LOST, refused.fault());
        assertEquals(List.of(refused), told);
    }

    @Test
    void nothingWaitsOnceAllHasMoved() {
        moved(value(THRESHOLD, 1));

        values.awaitRoom();

        assertFalse(values.isBehind());
        assertNull(moved(value(THRESHOLD, 2)).inMemory());
    }
}
