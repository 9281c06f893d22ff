package dev.tallystick.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.governance.service.RealData;
import dev.tallystick.governance.tables.Codec;
import dev.tallystick.governance.tables.MemberInfo;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class GenesisTest {
    private final Store store =
            new Store(
                    StoreOptions.defaults(),
                    LedgerSecrets.of(LedgerSecret.random(1)),
                    (id, root, tree) -> WriteSet.EMPTY,
                    new EntrySink() {
                        @Override
                        public void accept(List<PipelineEntry> batch) {}

                        @Override
                        public void failed(Throwable cause) {}
                    });

    @AfterEach
    void closeTheStore() {
        store.close();
    }

    @Test
    void theFirstTransactionOfARealServiceIsWrittenToTheByte() throws IOException {
        WriteSet real = RealData.ledger("node0/ledger").getFirst().publicWrites();
        GenesisParameters parameters = parametersOf(real);

        Transaction tx = store.begin();
        Genesis.write(tx, parameters);

        WriteSet ours = tx.writeSet();
        assertEquals(names(real), names(ours));
        for (MapWrites map : real.maps()) {
            assertEquals(map, ours.map(map.name()).orElseThrow());
        }
    }

    @Test
    void aMemberGivenTwiceCountsOnce() throws IOException {
        GenesisParameters real =
                parametersOf(RealData.ledger("node0/ledger").getFirst().publicWrites());
        List<GenesisParameters.Member> twice = new ArrayList<>(real.members());
        twice.addAll(real.members());

        Transaction tx = store.begin();
        Genesis.write(tx, withMembers(real, twice, ServiceConfig.withThreshold(0)));

        assertEquals(2, Tables.MEMBER_INFO.size(tx));
        assertEquals(2, Tables.SERVICE_CONFIG.get(tx).orElseThrow().recoveryThreshold());
    }

    @Test
    void nothingIsWrittenWhenTheMembersCannotReachTheThreshold() throws IOException {
        GenesisParameters real =
                parametersOf(RealData.ledger("node0/ledger").getFirst().publicWrites());

        Transaction tx = store.begin();
        assertThrows(
                RecoveryThreshold.InvalidException.class,
                () ->
                        Genesis.write(
                                tx,
                                withMembers(real, real.members(), ServiceConfig.withThreshold(3))));

        assertEquals(WriteSet.EMPTY, tx.writeSet());
    }

    private static GenesisParameters withMembers(
            GenesisParameters real, List<GenesisParameters.Member> members, ServiceConfig config) {
        return new GenesisParameters(
                real.createTxId(),
                real.serviceCertificate(),
                Json.object().put("note", 1),
                members,
                config,
                real.constitution(),
                real.node());
    }

    private static List<String> names(WriteSet writes) {
        return writes.maps().stream().map(MapWrites::name).toList();
    }

    /** What the operator of the real service must have configured. */
    private static GenesisParameters parametersOf(WriteSet real) {
        ServiceInfo service = value(real, Tables.SERVICE_INFO.name(), Tables.SERVICE_INFO.codec());
        Map<Bytes, Bytes> nodes = rows(real, Tables.NODE_INFO.name());
        Bytes nodeId = nodes.keySet().iterator().next();
        String certificate = only(real, Tables.NODE_ENDORSED_CERTIFICATES.name(), nodeId).utf8();
        return new GenesisParameters(
                new TxId(2, 1),
                service.certificate(),
                null,
                members(real),
                value(real, Tables.SERVICE_CONFIG.name(), Tables.SERVICE_CONFIG.codec()),
                value(real, Tables.CONSTITUTION.name(), Tables.CONSTITUTION.codec()),
                new GenesisParameters.FirstNode(
                        new NodeId(nodeId.utf8()),
                        Tables.NODE_INFO.values().decoding().apply(nodes.get(nodeId)),
                        certificate,
                        new GenesisParameters.Trust.Virtual(
                                onlyKey(real, Tables.VIRTUAL_MEASUREMENTS.name()),
                                onlyKey(real, Tables.VIRTUAL_HOST_DATA.name()))));
    }

    private static List<GenesisParameters.Member> members(WriteSet real) {
        List<GenesisParameters.Member> members = new ArrayList<>();
        String keys = Tables.MEMBER_ENCRYPTION_KEYS.name();
        rows(real, Tables.MEMBER_CERTS.name())
                .forEach(
                        (id, certificate) -> {
                            MemberInfo info =
                                    Tables.MEMBER_INFO
                                            .values()
                                            .decoding()
                                            .apply(rows(real, Tables.MEMBER_INFO.name()).get(id));
                            members.add(
                                    new GenesisParameters.Member(
                                            certificate.utf8(),
                                            only(real, keys, id).utf8(),
                                            info.data(),
                                            info.recoveryRole()));
                        });
        return members;
    }

    private static Map<Bytes, Bytes> rows(WriteSet real, String table) {
        return real.map(table).orElseThrow().writes();
    }

    private static Bytes only(WriteSet real, String table, Bytes key) {
        return real.value(table, key).orElseThrow();
    }

    private static String onlyKey(WriteSet real, String table) {
        return rows(real, table).keySet().iterator().next().utf8();
    }

    private static <V> V value(WriteSet real, String table, Codec<V> codec) {
        return codec.decoding().apply(rows(real, table).get(Bytes.EIGHT_ZEROS));
    }
}
