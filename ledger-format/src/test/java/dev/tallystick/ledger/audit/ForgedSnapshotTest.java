package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.signature.SignatureTransaction;
import dev.tallystick.ledger.signature.SigningIdentity;
import dev.tallystick.ledger.snapshot.SnapshotFile;
import dev.tallystick.ledger.snapshot.SnapshotHeader;
import dev.tallystick.ledger.snapshot.SnapshotMap;
import dev.tallystick.ledger.snapshot.SnapshotRow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Snapshots that are no part of the ledger whose audit begins with them. */
class ForgedSnapshotTest {
    @TempDir private Path directory;
    @TempDir private Path snapshots;

    private static void assertRefused(AuditOptions options, String reason) {
        AuditException e =
                assertThrows(
                        AuditException.class,
                        () -> LedgerAuditor.audit(options, AuditListener.NONE));
        assertTrue(e.reason().contains(reason), e::getMessage);
    }

    /** A service with one node, all keys of which its owner has. */
    private static class Service {
        final EcKeyPair key = EcKeyPair.generate(Curve.P384);
        final Certificate certificate =
                CertificateIssuer.selfSignedService(key, "CN=CCF Service", SmallLedger.NOW, 365);
        final EcKeyPair nodeKey = EcKeyPair.generate(Curve.P384);
        final Certificate node =
                CertificateIssuer.endorse(
                        CertificateIssuer.csr(nodeKey, "CN=CCF Node", List.of()),
                        key,
                        certificate,
                        Validity.of(certificate));

        SigningIdentity identity() {
            return new SigningIdentity(nodeKey, node, key, "i", "s", () -> SmallLedger.NOW);
        }

        MapWrites[] creation() {
            return new MapWrites[] {
                SmallLedger.serviceInfo(certificate, "Opening"),
                SmallLedger.nodeInfo(nodeKey, "Trusted"),
                SmallLedger.nodeCertificate(nodeKey, node)
            };
        }
    }

    /**
     * A snapshot in the name of a service of the forger's, over the tree of the genuine ledger.
     *
     * @param before tree up to the last transaction before {@code at}
     * @param after the same with {@code at}
     */
    private Path forge(Service forger, TxId at, MerkleTree before, MerkleTree after)
            throws IOException {
        List<MapWrites> writes = new ArrayList<>(List.of(forger.creation()));
        writes.addAll(
                SignatureTransaction.writes(
                                at, before.root(), before.serialise(), forger.identity())
                        .maps());
        List<SnapshotMap> maps = new ArrayList<>();
        for (MapWrites map : writes) {
            List<SnapshotRow> rows = new ArrayList<>();
            map.writes().forEach((key, value) -> rows.add(new SnapshotRow(key, at.seqno(), value)));
            maps.add(new SnapshotMap(map.name(), at.seqno(), rows));
        }
        maps.sort((a, b) -> a.name().compareTo(b.name()));
        SnapshotHeader header =
                new SnapshotHeader(at.seqno(), after.leaf(at.seqno()), List.of(1L, 1L));
        LedgerSecret secret = LedgerSecret.random(1);
        try (SnapshotFile file = SnapshotFile.write(snapshots, header, maps, secret)) {
            Receipt receipt = receipt(forger, at.next(), after, file.written().digest());
            return file.publish(at.seqno() + 1, receipt).orElseThrow();
        }
    }

    private static Receipt receipt(Service forger, TxId evidence, MerkleTree after, Digest claims) {
        Digest writeSet = Digest.sha256(new byte[] {1});
        String text = CommitEvidence.text(LedgerSecret.random(1), evidence);
        after.append(Digest.sha256(writeSet, CommitEvidence.digest(text), claims));
        return new Receipt(
                forger.node.pem(),
                forger.nodeKey.publicKey().idHex(),
                new Receipt.Leaf.Components(writeSet, text, claims),
                after.path(evidence.seqno()),
                Bytes.wrap(forger.nodeKey.signDigest(after.root())),
                List.of());
    }

    @Test
    void aForgedStateBeforeARecoveryIsNotVouchedForByTheRecoveredLedger() throws IOException {
        SmallLedger ledger = new SmallLedger(directory);
        ledger.begin().application("a");
        MerkleTree before = ledger.tree();
        ledger.signAndCommit();
        TxId at = ledger.last();
        Path snapshot = forge(new Service(), at, before, ledger.tree());
        Service recovered = new Service();
        ledger.write(recovered.creation());
        ledger.sign(recovered.identity(), EntryFlags.NONE);
        ledger.close();
        AuditOptions options =
                AuditOptions.of(directory).withServiceCertificate(recovered.certificate);
        assertEquals(2, LedgerAuditor.audit(options, AuditListener.NONE).counts().nodeSignatures());
        assertRefused(
                options.fromSnapshot(snapshot),
                "the ledger does not vouch for the snapshot of 2.3");
    }

    @Test
    void aMalformedRowIsAFaultOfTheSnapshot() throws IOException {
        Service forger =
                new Service() {
                    @Override
                    MapWrites[] creation() {
                        MapWrites[] writes = super.creation();
                        writes[1] =
                                MapWrites.put(
                                        TableNames.NODES_INFO,
                                        Bytes.utf8("n"),
                                        Json.canonicalBytes(Json.object()));
                        return writes;
                    }
                };
        SmallLedger ledger = new SmallLedger(directory);
        ledger.begin().application("a");
        MerkleTree before = ledger.tree();
        ledger.signAndCommit();
        Path snapshot = forge(forger, ledger.last(), before, ledger.tree());
        ledger.application("b").sign();
        ledger.close();
        assertRefused(AuditOptions.of(directory).fromSnapshot(snapshot), "the snapshot: ");
    }

    @Test
    void aLedgerThatEndsBeforeTheSnapshotProvesNothing() throws IOException {
        for (Path file : RecordedServices.files("ccf7-service/node0/ledger")) {
            if (String.valueOf(file.getFileName()).startsWith("ledger_1-")) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        Path snapshot =
                RecordedServices.path("ccf7-service/node0/snapshots/snapshot_286_287.committed");
        assertRefused(
                AuditOptions.of(directory).fromSnapshot(snapshot),
                "it is signed up to 2.286 only, the evidence is 2.287");
    }
}
