package dev.tallystick.ledger.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

class RowOrderTest {
    private final RowOrder order = new RowOrder();

    @Test
    void theHashIsThatOfTheSpecification() {
        assertEquals(0xc8e72faac5f4eccaL, order.hash(Bytes.EMPTY));
        assertEquals(0x2f70f674197c4575L, order.hash(Bytes.utf8("a")));
        assertEquals(0x221b065442c642e8L, order.hash(Bytes.utf8("records")));
        assertEquals(0xe2b6aab3a6b9ff73L, order.hash(Bytes.EIGHT_ZEROS));
        assertEquals(0xc5f4eccaL, order.rank(Bytes.EMPTY));
    }

    @Test
    void rowsAreSortedByUnsignedRank() {
        List<SnapshotRow> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(new SnapshotRow(Bytes.utf8("key" + i), 1, Bytes.EMPTY));
        }
        Collections.shuffle(rows, new Random(1));

        List<SnapshotRow> sorted = new ArrayList<>();
        for (long place : order.places(rows)) {
            sorted.add(rows.get(RowOrder.index(place)));
        }

        rows.sort(Comparator.comparingLong(row -> order.rank(row.key())));
        assertEquals(rows, sorted);
    }
}
