package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.signature.SigningIdentity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Small snapshots for {@code SeedCorpus}. */
public final class SnapshotSeeds {
    private static final List<String> NOT_NEEDED =
            List.of(TableNames.COSE_SIGNATURES, "public:records", "records", "empty");

    private SnapshotSeeds() {}

    /** A snapshot with its receipt: all that a verifier must have, and little else. */
    public static byte[] verifiable(Path directory) throws IOException {
        SmallSnapshot snapshot = new SmallSnapshot();
        snapshot.tree.flushTo(SmallSnapshot.AT.seqno() - 1);
        snapshot.sign(
                new SigningIdentity(
                        snapshot.nodeKey,
                        snapshot.node,
                        snapshot.serviceKey,
                        "i",
                        "s",
                        () -> SmallSnapshot.NOW));
        NOT_NEEDED.forEach(snapshot.tables::remove);
        return Files.readAllBytes(snapshot.publish(directory, SnapshotFuzzTest.SECRET));
    }

    /** Map blocks only, as they stand in the private domain. */
    public static byte[] privateDomain(Path directory) throws IOException {
        SmallSnapshot snapshot = new SmallSnapshot();
        Path file = snapshot.publish(directory, SnapshotFuzzTest.SECRET);
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            GcmStream gcm = new GcmStream(SnapshotFuzzTest.SECRET, reader.header().seqno());
            byte[] all = Files.readAllBytes(file);
            int size = (int) reader.privateSize();
            int end = (int) reader.entrySize();
            byte[] domain = Arrays.copyOfRange(all, end - size, end);
            gcm.apply(domain, size, true);
            return domain;
        }
    }
}
