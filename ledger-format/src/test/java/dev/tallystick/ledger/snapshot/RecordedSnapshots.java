package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.shares.MemberKey;
import dev.tallystick.ledger.shares.RecordedSecrets;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The snapshots of recorded services, what unlocks them, and ways to copy them. */
enum RecordedSnapshots {
    EOL("ccf-services/eol_service", "snapshot_493_494", "ccf-services/eol_service/common", 3),
    FIRST("ccf7-service/node0", "snapshot_10_11", "ccf7-service/keys", 2),
    SECOND("ccf7-service/node0", "snapshot_78_79", "ccf7-service/keys", 2),
    REKEYED("ccf7-service/node0", "snapshot_153_154", "ccf7-service/keys", 2),
    FORCED("ccf7-service/node0", "snapshot_156_157", "ccf7-service/keys", 2),
    JOINED("ccf7-service/node0", "snapshot_224_225", "ccf7-service/keys", 2),
    LAST("ccf7-service/node0", "snapshot_286_287", "ccf7-service/keys", 2),
    COPY_OF_A_BACKUP("ccf7-service/node1", "snapshot_224_225", "ccf7-service/keys", 2),
    RECOVERED("ccf7-service/recovered_node", "snapshot_336_337", "ccf7-service/keys", 2),
    WITHOUT_KEYS("ccf7-service/logging_app", "snapshot_10_11", "", 0);

    private final String node;
    private final String name;
    private final String keys;
    private final int threshold;

    RecordedSnapshots(String node, String name, String keys, int threshold) {
        this.node = node;
        this.name = name;
        this.keys = keys;
        this.threshold = threshold;
    }

    Path path() {
        return RecordedServices.path(node + "/snapshots/" + name + ".committed");
    }

    Certificate service() {
        return switch (this) {
            case EOL -> certificate("ccf-services/eol_service/common/service_cert.pem");
            case COPY_OF_A_BACKUP -> certificate("ccf7-service/service_cert.pem");
            case FIRST, SECOND, REKEYED, FORCED, JOINED, LAST, RECOVERED, WITHOUT_KEYS ->
                    certificate(node + "/service_cert.pem");
        };
    }

    private static Certificate certificate(String file) {
        return Certificate.fromPem(RecordedServices.text(file));
    }

    /** From the members' keys and the ledger that goes on after the snapshot. */
    LedgerSecrets secrets() {
        if (keys.isEmpty()) {
            return LedgerSecrets.NONE;
        }
        String ledger = this == COPY_OF_A_BACKUP ? "ccf7-service/node0" : node;
        return RecordedSecrets.recover(RecordedLedger.entries(ledger + "/ledger"), keys, threshold);
    }

    /** The private encryption keys of all members that are recorded. */
    List<MemberKey> memberKeys() {
        List<MemberKey> members = new ArrayList<>();
        for (Path file : keys.isEmpty() ? List.<Path>of() : RecordedServices.files(keys)) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith("_enc_privk.pem")) {
                members.add(MemberKey.fromPem(name, RecordedServices.text(keys + "/" + name)));
            }
        }
        return members;
    }

    SnapshotVerifier.Trust trust() {
        return new SnapshotVerifier.Trust(service(), secrets());
    }

    /** All maps of a domain, in memory. */
    static List<SnapshotMap> read(SnapshotCursor cursor) throws IOException {
        List<SnapshotMap> maps = new ArrayList<>();
        for (var map = cursor.nextMap(); map.isPresent(); map = cursor.nextMap()) {
            List<SnapshotRow> rows = new ArrayList<>();
            for (var row = cursor.nextRow(); row.isPresent(); row = cursor.nextRow()) {
                rows.add(row.get());
            }
            maps.add(new SnapshotMap(map.get().name(), map.get().version(), rows));
        }
        return maps;
    }

    static FileChannel newFile(Path path) throws IOException {
        return FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }
}
