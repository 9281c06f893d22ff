package dev.tallystick.ledger.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.signature.SigningIdentity;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One dishonest or damaged snapshot for each check, all else being right. */
@Tag("crypto")
class SnapshotVerifierTest {
    @TempDir Path directory;

    private final SmallSnapshot snapshot = new SmallSnapshot();

    private void assertFails(SnapshotCheck check, Path file, String reason) {
        assertFails(check, file, snapshot.trust(), reason);
    }

    private static void assertFails(
            SnapshotCheck check, Path file, SnapshotVerifier.Trust trust, String reason) {
        SnapshotException e =
                assertThrows(SnapshotException.class, () -> SnapshotVerifier.verify(file, trust));
        assertEquals(check, e.check(), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }

    @Test
    void anHonestSnapshotPassesEveryCheck() throws IOException {
        VerifiedSnapshot verified =
                SnapshotVerifier.verify(snapshot.publish(directory), snapshot.trust());

        assertEquals(EnumSet.allOf(SnapshotCheck.class), verified.passed());
        assertEquals(new VerifiedSnapshot.Content(6, 6, 1), withBytes(verified.publicContent()));
        assertEquals(new VerifiedSnapshot.Content(2, 1, 1), withBytes(verified.privateContent()));
        assertEquals(SmallSnapshot.AT, verified.header().txId());
        assertEquals(new TxId(2, 6), verified.evidence());
    }

    private static VerifiedSnapshot.Content withBytes(VerifiedSnapshot.@Nullable Content content) {
        assertNotNull(content);
        return new VerifiedSnapshot.Content(content.maps(), content.rows(), 1);
    }

    @Test
    void aSnapshotWithoutReceiptIsRefused() throws IOException {
        Path file = snapshot.publish(directory);
        cut(file, entrySize(file));

        assertFails(SnapshotCheck.RECEIPT, file, "receipt of 0 bytes");
    }

    @Test
    void aReceiptWithoutClaimsDigestIsRefused() throws IOException {
        Path file = snapshot.publish(directory);
        String receipt = receiptText(file);
        replaceReceipt(file, receipt.replaceFirst("\"claims_digest\":\"[0-9a-f]*\",", ""));

        assertFails(SnapshotCheck.RECEIPT, file, "no claims digest");
    }

    @Test
    void aReceiptForAnotherEntryIsRefused() throws IOException {
        Path file = snapshot.publish(directory);
        snapshot.put("public:records", 3, Bytes.utf8("a"), Bytes.utf8("changed"));
        Path other = snapshot.publish(Files.createDirectory(directory.resolve("other")));
        replaceReceipt(other, receiptText(file));

        assertFails(SnapshotCheck.CLAIMS_DIGEST, other, "the receipt is for");
    }

    @Test
    void aRowFromTheFutureIsRefusedThoughProved() throws IOException {
        Path file = snapshot.publish(directory);
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            // version 9 of the one row of public:records, then a receipt for the result
            byte[] bytes = Files.readAllBytes(file);
            byte[] value = "public".getBytes(StandardCharsets.UTF_8);
            int at = indexOf(bytes, "public:records") + 14 + 16 + 16;
            assertEquals(8 + value.length, bytes[at]);
            bytes[at + 8] = 9;
            prove(file, bytes, (int) reader.entrySize());
        }

        assertFails(SnapshotCheck.CONTENT, file, "version 9");
    }

    @Test
    void aReceiptOfAnotherNodeIsRefused() throws IOException {
        Path file = snapshot.publish(directory);
        String other = "ab".repeat(32);
        replaceReceipt(
                file, receiptText(file).replace(snapshot.nodeKey.publicKey().idHex(), other));

        assertFails(SnapshotCheck.NODE_ID, file, other);
    }

    @Test
    void aReceiptWithAnotherProofIsRefused() throws IOException {
        Path file = snapshot.publish(directory);
        String receipt = receiptText(file);
        replaceReceipt(
                file,
                receipt.replaceFirst("\"left\":\"[0-9a-f]{64}", "\"left\":\"" + Digest.ZERO.hex()));

        assertFails(SnapshotCheck.SIGNATURE, file, "does not cover root");
    }

    @Test
    void aSnapshotOfAnotherServiceIsRefused() throws IOException {
        Path file = snapshot.publish(directory);

        assertFails(
                SnapshotCheck.ENDORSEMENT,
                file,
                new SmallSnapshot().trust(),
                "was not issued by this");
    }

    @Test
    void aSnapshotThatNamesAnotherServiceThanTheOneGivenIsRefused() throws IOException {
        Certificate other = new SmallSnapshot().service;
        snapshot.put(
                TableNames.SERVICE_INFO, 1, Bytes.EIGHT_ZEROS, SmallSnapshot.serviceInfo(other));

        assertFails(SnapshotCheck.SERVICE, snapshot.publish(directory), other.publicKey().idHex());
    }

    @Test
    void aSnapshotWithoutServiceIsRefused() throws IOException {
        snapshot.put(TableNames.SERVICE_INFO, 1);

        assertFails(SnapshotCheck.SERVICE, snapshot.publish(directory), "no service.info");
    }

    @ParameterizedTest
    @CsvSource({"2.5", "2.4", "1.6"})
    void evidenceFromBeforeTheSnapshotIsRefused(String evidence) throws IOException {
        snapshot.evidence = TxId.parse(evidence);

        assertFails(SnapshotCheck.EVIDENCE, snapshot.publish(directory), evidence);
    }

    @Test
    void aTreeOfAnotherSeqnoIsRefused() throws IOException {
        snapshot.put(
                TableNames.TREE,
                SmallSnapshot.AT.seqno(),
                Bytes.EIGHT_ZEROS,
                Bytes.wrap(new MerkleTree().serialise()));

        assertFails(SnapshotCheck.TREE, snapshot.publish(directory), "has 1 leaves");
    }

    @Test
    void aTreeThatItsSignatureDoesNotTellIsRefused() throws IOException {
        snapshot.tree.rollbackTo(SmallSnapshot.AT.seqno() - 2);
        snapshot.tree.append(Digest.sha256(new byte[] {9}));
        snapshot.put(
                TableNames.TREE,
                SmallSnapshot.AT.seqno(),
                Bytes.EIGHT_ZEROS,
                Bytes.wrap(snapshot.tree.serialise()));

        assertFails(SnapshotCheck.TREE, snapshot.publish(directory), "the signature tells");
    }

    @Test
    void aSignatureOfAnEarlierSeqnoIsRefused() throws IOException {
        SnapshotRow row = snapshot.row(TableNames.SIGNATURES);
        snapshot.put(TableNames.SIGNATURES, 4, row.key(), row.value());

        assertFails(SnapshotCheck.TREE, snapshot.publish(directory), "has not written");
    }

    @Test
    void aTreeOfAnotherHistoryThanThatOfTheEvidenceIsRefused() throws IOException {
        Path file = snapshot.publish(directory);
        // the evidence is proved behind four other transactions than those in the snapshot
        snapshot.tree.rollbackTo(1);
        for (int s = 2; s < 5; s++) {
            snapshot.tree.append(Digest.sha256(new byte[] {(byte) (100 + s)}));
        }
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            prove(file, Files.readAllBytes(file), (int) reader.entrySize());
        }

        assertFails(SnapshotCheck.HISTORY, file, "leaves 0 to 3");
    }

    @Test
    void aWrongLeafIsRefusedEvenWithoutSecrets() throws IOException {
        Path file = snapshot.publish(directory);
        snapshot.header =
                new SnapshotHeader(5, Digest.sha256(new byte[1]), snapshot.header.viewStarts());
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            prove(file, Files.readAllBytes(file), (int) reader.entrySize());
        }

        assertFails(
                SnapshotCheck.HISTORY,
                file,
                new SnapshotVerifier.Trust(snapshot.service, LedgerSecrets.NONE),
                "leaves 4 to 5");
    }

    @Test
    void aLeafThatIsNotTheSignatureTransactionIsRefused() throws IOException {
        snapshot.header =
                new SnapshotHeader(5, Digest.sha256(new byte[1]), snapshot.header.viewStarts());

        assertFails(SnapshotCheck.LEAF, snapshot.publish(directory), "is not the leaf of");
    }

    @Test
    void laterEvidenceBindsTheHistoryIfItsPathHoldsItsSubtrees() throws IOException {
        snapshot.evidence = new TxId(2, 7); // 4 + 2 + 1: the path has leaves 0 to 3, 4 and 5, 6

        assertTrue(
                SnapshotVerifier.verify(snapshot.publish(directory), snapshot.trust())
                        .passed()
                        .contains(SnapshotCheck.HISTORY));
    }

    @ParameterizedTest
    @CsvSource({"2.8", "2.9", "2.13"})
    void muchLaterEvidenceCannotBindTheHistory(String evidence) throws IOException {
        snapshot.evidence = TxId.parse(evidence);

        assertEquals(
                Map.of(
                        SnapshotCheck.HISTORY,
                        "the proof of the evidence binds only the first 0 of 6 leaves"),
                SnapshotVerifier.verify(snapshot.publish(directory), snapshot.trust()).notMade());
    }

    @Test
    void aRootSignedByANodeThatTheServiceHasNotEndorsedIsRefused() throws IOException {
        EcKeyPair key = EcKeyPair.generate(Curve.P256);
        Certificate selfMade =
                CertificateIssuer.selfSignedService(key, "CN=x", SmallSnapshot.NOW, 1);
        Certificate endorsed = SmallSnapshot.endorsed(key, key, selfMade);
        snapshot.sign(
                new SigningIdentity(
                        key, endorsed, snapshot.serviceKey, "i", "s", () -> SmallSnapshot.NOW));

        assertFails(
                SnapshotCheck.TREE_SIGNATURE,
                snapshot.publish(directory),
                "was not issued by the service");
    }

    @Test
    void aRootWithTheNodeSignatureOfAnotherRootIsRefused() throws IOException {
        SnapshotRow row = snapshot.row(TableNames.SIGNATURES);
        byte[] wrong = snapshot.nodeKey.signDigest(Digest.ZERO);
        String json =
                row.value()
                        .utf8()
                        .replaceFirst(
                                "\"sig\":\"[^\"]*\"",
                                "\"sig\":\"" + Base64.getEncoder().encodeToString(wrong) + "\"");
        snapshot.put(TableNames.SIGNATURES, 5, row.key(), Bytes.utf8(json));

        assertFails(
                SnapshotCheck.TREE_SIGNATURE,
                snapshot.publish(directory),
                "does not cover the tree's root");
    }

    @Test
    void aCoseSignatureOfAnotherServiceIsRefused() throws IOException {
        EcKeyPair other = EcKeyPair.generate(Curve.P256);
        snapshot.sign(
                new SigningIdentity(
                        snapshot.nodeKey, snapshot.node, other, "i", "s", () -> SmallSnapshot.NOW));

        assertFails(
                SnapshotCheck.COSE_SIGNATURE,
                snapshot.publish(directory),
                "does not cover the tree's root");
    }

    @Test
    void aSnapshotUnderAnotherSecretIsRefused() throws IOException {
        Path file = snapshot.publish(directory, LedgerSecret.random(1));

        assertFails(SnapshotCheck.PRIVATE_DOMAIN, file, "the tag fits neither");
        VerifiedSnapshot verified =
                SnapshotVerifier.verify(
                        file, new SnapshotVerifier.Trust(snapshot.service, LedgerSecrets.NONE));
        assertEquals(
                Set.of(SnapshotCheck.PRIVATE_DOMAIN, SnapshotCheck.LEAF),
                verified.notMade().keySet());
    }

    @Test
    void whiteSpaceInTheReceiptIsTold() throws IOException {
        Path file = snapshot.publish(directory);
        Files.writeString(file, "\n", StandardOpenOption.APPEND);

        assertFails(SnapshotCheck.SPELLING, file, "proves the snapshot");
    }

    @Test
    void bytesAfterTheReceiptAreRefused() throws IOException {
        Path file = snapshot.publish(directory);
        Files.writeString(file, "{}", StandardOpenOption.APPEND);

        assertFails(SnapshotCheck.RECEIPT, file, "not JSON");
    }

    @Test
    void aFileUnderAnotherNameIsRefusedAndAForeignNameProvesNothing() throws IOException {
        Path file = snapshot.publish(directory);
        Path renamed = Files.copy(file, directory.resolve("snapshot_5_7.committed"));
        assertFails(SnapshotCheck.FILE_NAME, renamed, "its evidence at 6");

        Path foreign = Files.copy(file, directory.resolve("backup.bin"));
        assertEquals(
                Set.of(SnapshotCheck.FILE_NAME),
                SnapshotVerifier.verify(foreign, snapshot.trust()).notMade().keySet());
    }

    private static long entrySize(Path file) throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            return reader.entrySize();
        }
    }

    private static void cut(Path file, long size) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) size));
    }

    private static String receiptText(Path file) throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            return new String(reader.receiptBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void replaceReceipt(Path file, String receipt) throws IOException {
        cut(file, entrySize(file));
        Files.writeString(file, receipt, StandardOpenOption.APPEND);
    }

    /** Makes {@code bytes} the entry of the file, with a receipt that is right for it. */
    private void prove(Path file, byte[] bytes, int entrySize) throws IOException {
        byte[] entry = Arrays.copyOf(bytes, entrySize);
        Files.write(file, entry);
        Files.writeString(
                file,
                Json.canonical(snapshot.receipt(Digest.sha256(entry)).toJson()),
                StandardOpenOption.APPEND);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Test
    void theListOfViewsBelongsToTheHeader() {
        assertEquals(SmallSnapshot.AT, new SnapshotHeader(5, Digest.ZERO, List.of(1L, 1L)).txId());
    }
}
