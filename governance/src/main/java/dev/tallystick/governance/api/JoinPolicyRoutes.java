package dev.tallystick.governance.api;

import dev.tallystick.governance.tables.Table;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Which code may join the service (spec 03, 3.6). Keys are shown as stored, whatever they are. */
final class JoinPolicyRoutes {
    List<GovRoute> routes() {
        return List.of(GovRoute.read("/service/join-policy", JoinPolicyRoutes::joinPolicy));
    }

    private static GovResponse joinPolicy(GovCall call) {
        Transaction tx = call.tx();
        ObjectNode body = Json.object();
        putKeys(tx, body.putObject("sgx"), "measurements", Tables.NODE_CODE_IDS);
        ObjectNode virtual = body.putObject("virtual");
        putKeys(tx, virtual, "measurements", Tables.VIRTUAL_MEASUREMENTS);
        putKeys(tx, virtual, "hostData", Tables.VIRTUAL_HOST_DATA);
        ObjectNode snp = body.putObject("snp");
        putKeys(tx, snp, "measurements", Tables.SNP_MEASUREMENTS);
        ObjectNode hostData = snp.putObject("hostData");
        Tables.SNP_HOST_DATA.forEach(tx, hostData::put);
        ObjectNode endorsements = snp.putObject("uvmEndorsements");
        Tables.SNP_UVM_ENDORSEMENTS.forEach(tx, endorsements::set);
        ObjectNode versions = snp.putObject("tcbVersions");
        Tables.SNP_TCB_VERSIONS.forEach(tx, versions::set);
        return GovResponse.json(body);
    }

    private static void putKeys(
            Transaction tx, ObjectNode into, String field, Table<String, ?> table) {
        var keys = into.putArray(field);
        table.rowsOf(tx).keySet().forEach(keys::add);
    }
}
