package dev.tallystick.governance.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.service.RealData;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.MapWrites;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The typed tables against what CCF wrote. */
class RealRowsTest {
    private static final List<String> LEDGERS =
            List.of("node0/ledger", "recovered_node/ledger", "logging_app/ledger");

    /** The bytes of one table. */
    private record Definition(Codec<?> keys, Codec<?> values) {}

    @Test
    void everyRowOfARealLedgerKeepsItsBytes() throws IOException {
        Map<String, Definition> definitions = definitions();
        int rows = 0;
        for (String ledger : LEDGERS) {
            for (Entry entry : RealData.ledger(ledger)) {
                for (MapWrites map : entry.publicWrites().maps()) {
                    if (map.name().startsWith("public:ccf.")) {
                        rows += check(map, definitions, entry);
                    }
                }
            }
        }
        assertTrue(rows > 700, "only " + rows + " rows checked");
    }

    @Test
    void everyTableOfARealLedgerIsKnown() throws IOException {
        TreeSet<String> unknown = new TreeSet<>();
        for (String ledger : LEDGERS) {
            for (Entry entry : RealData.ledger(ledger)) {
                entry.publicWrites().maps().stream()
                        .map(MapWrites::name)
                        .filter(name -> name.startsWith("public:ccf."))
                        .forEach(unknown::add);
            }
        }
        unknown.removeAll(definitions().keySet());
        assertEquals(new TreeSet<String>(), unknown);
    }

    private static int check(MapWrites map, Map<String, Definition> definitions, Entry entry) {
        Definition definition = definitions.get(map.name());
        if (definition == null) {
            return 0;
        }
        map.writes()
                .forEach(
                        (key, value) -> {
                            String where = map.name() + " at " + entry.txId() + " " + key;
                            assertEquals(key, roundTrip(definition.keys(), key), where);
                            Bytes written = roundTrip(definition.values(), value);
                            if (!written.equals(value)) {
                                assertEquals(sorted(value), written, where);
                            }
                        });
        return map.writes().size();
    }

    /** Rows written by scripts are in the order of insertion; ours are always sorted. */
    private static Bytes sorted(Bytes value) {
        try {
            return Json.canonicalBytes(Json.parse(value));
        } catch (LedgerFormatException e) {
            return value;
        }
    }

    private static <T> Bytes roundTrip(Codec<T> codec, Bytes bytes) {
        return codec.encode(codec.decode(bytes));
    }

    private static Map<String, Definition> definitions() {
        Map<String, Definition> definitions = new HashMap<>();
        try {
            for (Field field : Tables.class.getFields()) {
                switch (field.get(null)) {
                    case Table<?, ?> table ->
                            definitions.put(
                                    table.name(), new Definition(table.keys(), table.values()));
                    case Value<?> value ->
                            definitions.put(
                                    value.name(), new Definition(Codec.UNIT, value.codec()));
                    default -> throw new AssertionError(field + " is no table");
                }
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        return definitions;
    }
}
