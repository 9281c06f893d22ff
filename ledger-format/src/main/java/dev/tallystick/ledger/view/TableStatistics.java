package dev.tallystick.ledger.view;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.MapWrites;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What each table of a ledger has seen. Fed all entries in order; its memory is bounded. */
public final class TableStatistics {
    /**
     * Name of the row that stands for all tables beyond the bound; there a transaction counts once
     * for each table.
     */
    public static final String OTHER_TABLES = "(other tables)";

    private static final Limits LIMITS = new Limits(100_000, 4_000_000);

    private final Limits limits;
    private final Map<String, Tally> tallies = new HashMap<>();
    private final Tally others = new Tally(TxId.NONE, null);
    private long liveKeys;
    private long sealedCount;
    private boolean isFromTheBeginning;
    private boolean isFirst = true;

    /**
     * Bounds.
     *
     * @param tablesMax tables with a row of their own
     * @param liveKeysMax keys of all tables that are remembered; the table that exceeds it no
     *     longer has a number of live keys
     */
    record Limits(int tablesMax, long liveKeysMax) {}

    /**
     * One table.
     *
     * @param name its whole name
     * @param isPublic whether it is stored in clear
     * @param transactions that touched it
     * @param writes values written
     * @param removals keys removed, whether they existed or not
     * @param bytes of the keys and values in all of these
     * @param liveKeys keys at the end; not told unless all entries from seqno 1 on were seen and
     *     could be read, and the keys did not exceed the bound
     * @param first transaction that touched it
     * @param last transaction that touched it
     */
    public record Row(
            String name,
            boolean isPublic,
            long transactions,
            long writes,
            long removals,
            long bytes,
            OptionalLong liveKeys,
            TxId first,
            TxId last) {}

    /** Of all tables. */
    public TableStatistics() {
        this(LIMITS);
    }

    TableStatistics(Limits limits) {
        this.limits = limits;
    }

    /** Looks at the next entry. */
    public void accept(ViewedEntry viewed) {
        TxId txId = viewed.entry().txId();
        if (isFirst) {
            isFirst = false;
            isFromTheBeginning = txId.seqno() == 1;
        }
        if (viewed.isSealed()) {
            sealedCount++;
        }
        for (MapWrites map : viewed.maps()) {
            count(tally(map.name(), txId), txId, map);
        }
    }

    private Tally tally(String name, TxId txId) {
        Tally tally = tallies.get(name);
        if (tally == null) {
            if (tallies.size() >= limits.tablesMax()) {
                return others;
            }
            tally = new Tally(txId, isFromTheBeginning ? new LiveKeys() : null);
            tallies.put(name, tally);
        }
        return tally;
    }

    private void count(Tally tally, TxId txId, MapWrites map) {
        tally.first = tally.first.equals(TxId.NONE) ? txId : tally.first;
        tally.last = txId;
        tally.transactions++;
        tally.writes += map.writes().size();
        tally.removals += map.removals().size();
        for (Map.Entry<Bytes, Bytes> write : map.writes().entrySet()) {
            tally.bytes += write.getKey().length() + (long) write.getValue().length();
        }
        for (Bytes removed : map.removals()) {
            tally.bytes += removed.length();
        }
        if (tally.keys != null) {
            track(tally, tally.keys, map);
        }
    }

    private void track(Tally tally, LiveKeys keys, MapWrites map) {
        liveKeys -= keys.count();
        map.writes().keySet().forEach(keys::add);
        map.removals().forEach(keys::remove);
        if (liveKeys + keys.count() > limits.liveKeysMax()) {
            tally.keys = null;
        } else {
            liveKeys += keys.count();
        }
    }

    /** The tables, public ones first, by name; {@link #OTHER_TABLES} at the end if need be. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        tallies.forEach((name, tally) -> rows.add(row(name, TableNames.isPublic(name), tally)));
        rows.sort(Comparator.comparing((Row row) -> !row.isPublic()).thenComparing(Row::name));
        if (others.transactions > 0) {
            rows.add(row(OTHER_TABLES, false, others));
        }
        return rows;
    }

    private Row row(String name, boolean isPublic, Tally tally) {
        LiveKeys keys = isPublic || sealedCount == 0 ? tally.keys : null;
        return new Row(
                name,
                isPublic,
                tally.transactions,
                tally.writes,
                tally.removals,
                tally.bytes,
                keys == null ? OptionalLong.empty() : OptionalLong.of(keys.count()),
                tally.first,
                tally.last);
    }

    /** Entries whose private tables could not be read, for want of their secret. */
    public long sealedCount() {
        return sealedCount;
    }

    /** The numbers of one row while they grow. */
    private static final class Tally {
        TxId first;
        TxId last;
        long transactions;
        long writes;
        long removals;
        long bytes;

        /** Null if the live keys are not, or no longer, counted. */
        @Nullable LiveKeys keys;

        Tally(TxId first, @Nullable LiveKeys keys) {
            this.first = first;
            this.last = first;
            this.keys = keys;
        }
    }
}
