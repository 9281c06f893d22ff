package dev.tallystick.ledger.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;

@Tag("crypto")
class SignatureTransactionTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:10Z");
    private static final EcKeyPair SERVICE_KEY = EcKeyPair.generate(Curve.P384);

    private static SigningIdentity identity() {
        Certificate service = CertificateIssuer.selfSignedService(SERVICE_KEY, "CN=S", NOW, 1);
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        Certificate node =
                CertificateIssuer.endorse(
                        CertificateIssuer.csr(key, "CN=N", List.of()),
                        SERVICE_KEY,
                        service,
                        Validity.of(service));
        return new SigningIdentity(
                key, node, SERVICE_KEY, "service.example.com", "ledger.signature", () -> NOW);
    }

    @Test
    void aWrittenSignatureReadsBackAndVerifies() {
        SigningIdentity identity = identity();
        MerkleTree tree = new MerkleTree();
        tree.append(Digest.sha256(new byte[] {1}));
        TxId txId = new TxId(2, 2);
        var writes = SignatureTransaction.writes(txId, tree.root(), tree.serialise(), identity);
        byte[] bytes =
                new EntryEncoder()
                        .encode(txId, EntryFlags.NONE, writes, Digest.ZERO, LedgerSecret.random(1))
                        .bytes();

        SignatureTransaction read =
                SignatureTransaction.from(new EntryDecoder().decodePublic(bytes)).orElseThrow();

        assertEquals(txId, read.txId());
        assertTrue(read.nodeSignature().verify(identity.nodeKey().publicKey(), tree.root()));
        assertFalse(read.nodeSignature().verify(SERVICE_KEY.publicKey(), tree.root()));
        assertFalse(read.nodeSignature().verify(identity.nodeKey().publicKey(), Digest.ZERO));
        CoseRootSignature cose = read.coseSignature();
        assertNotNull(cose);
        assertTrue(cose.verify(SERVICE_KEY.publicKey(), tree.root()));
        assertFalse(cose.verify(identity.nodeKey().publicKey(), tree.root()));
        assertEquals(NOW, cose.claims().orElseThrow().issuedAt());
        assertEquals(tree.root(), read.loadTree().root());
    }

    @Test
    void theFieldsStandInCcfsOrder() {
        var writes =
                SignatureTransaction.writes(
                        new TxId(2, 1), Digest.ZERO, new MerkleTree().serialise(), identity());
        String json = writes.value(TableNames.SIGNATURES, Bytes.EIGHT_ZEROS).orElseThrow().utf8();
        assertEquals(
                List.of(
                        "cert",
                        "commit_seqno",
                        "commit_view",
                        "hashed_nonce",
                        "node",
                        "root",
                        "seqno",
                        "sig",
                        "view"),
                List.copyOf(Json.parse(json).propertyNames()));
        assertTrue(
                json.contains(
                        "\"commit_seqno\":0,\"commit_view\":0,\"hashed_nonce\":\""
                                + "0".repeat(64)
                                + "\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ccf7-service/node0/ledger",
                "ccf7-service/recovered_node/ledger",
                "ccf7-service/logging_app/ledger",
                "ccf-services/cose_flipflop_service/ledger",
                "ccf-services/eol_service/ledger"
            })
    void everyRecordedSignatureIsReadAndWrittenBackToTheSameBytes(String directory) {
        MerkleTree tree = new MerkleTree();
        int count = 0;
        for (Entry entry : RecordedLedger.entries(directory)) {
            var found = SignatureTransaction.from(entry);
            if (found.isPresent()) {
                SignatureTransaction signature = found.get();
                assertEquals(tree.root(), signature.nodeSignature().root());
                assertEquals(tree.root(), signature.loadTree().root());
                assertEquals(
                        value(entry, TableNames.SIGNATURES), signature.nodeSignature().toJson());
                CoseRootSignature cose = signature.coseSignature();
                if (cose != null) {
                    assertEquals(value(entry, TableNames.COSE_SIGNATURES), cose.toJson());
                }
                String pem = signature.nodeSignature().certificatePem();
                if (pem != null) {
                    Certificate certificate = Certificate.fromPem(pem);
                    assertEquals(pem, certificate.pem());
                    assertTrue(
                            signature.nodeSignature().verify(certificate.publicKey(), tree.root()));
                }
                count++;
            }
            tree.append(entry.leaf());
        }
        assertTrue(count >= 5, "only " + count + " signatures");
    }

    private static Bytes value(Entry entry, String table) {
        return entry.publicWrites().value(table, Bytes.EIGHT_ZEROS).orElseThrow();
    }

    @Test
    void malformedValuesAreRefused() {
        for (String json : List.of("", "[]", "{}", "\"x\"", "{\"node\":1}", "{\"root\":\"zz\"}")) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> NodeSignature.fromJson(Bytes.utf8(json)),
                    json);
            assertThrows(
                    LedgerFormatException.class,
                    () -> CoseRootSignature.fromJson(Bytes.utf8(json)),
                    json);
        }
    }

    @Test
    void aForeignNodeCertificateIsRefused() {
        Certificate service = CertificateIssuer.selfSignedService(SERVICE_KEY, "CN=S", NOW, 1);
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        assertThrows(
                IllegalStateException.class,
                () -> new SigningIdentity(key, service, SERVICE_KEY, "", "", () -> NOW));
    }
}
