package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.MapWrites;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The nodes and their certificates as the ledger tells them (spec 01, 9.2, points 1 to 3). */
final class NodeIdentities {
    private static final Set<String> STATUSES = Set.of("Pending", "Trusted", "Retired");

    private final Map<String, Node> nodes = new HashMap<>();

    /**
     * Node ids whose certificate came with {@code nodes.info} in the transaction being looked at.
     */
    private final Set<String> legacyInThisTransaction = new HashSet<>();

    /** One node: what is known of it so far. */
    private static final class Node {
        private @Nullable String status;
        private @Nullable Certificate certificate;

        /** Service key that issued it. */
        private @Nullable EcPublicKey issuer;

        /** Every certificate this node has had, as text. */
        private final Set<String> pems = new HashSet<>();
    }

    /**
     * Looks at one transaction.
     *
     * @param service certificate in force, this transaction included
     * @throws LedgerFormatException if a record is malformed, or a certificate does not chain to
     *     the service
     */
    void apply(Entry entry, ServiceIdentity service) {
        legacyInThisTransaction.clear();
        entry.publicWrites().map(TableNames.NODES_INFO).ifPresent(map -> applyInfo(map, service));
        entry.publicWrites()
                .map(TableNames.NODES_ENDORSED_CERTIFICATES)
                .ifPresent(map -> applyCertificates(map, service));
    }

    private void applyInfo(MapWrites map, ServiceIdentity service) {
        for (Map.Entry<Bytes, Bytes> write : map.writes().entrySet()) {
            String id = write.getKey().utf8();
            JsonFields info =
                    JsonFields.of(Json.parse(write.getValue()), "the record of node " + id);
            String status = info.text("status");
            if (!STATUSES.contains(status)) {
                throw new LedgerFormatException("unknown status '" + status + "' of node " + id);
            }
            Node node = nodes.computeIfAbsent(id, unknown -> new Node());
            node.status = status;
            info.findText("cert").ifPresent(pem -> setLegacyCertificate(id, node, pem, service));
        }
        for (Bytes key : map.removals()) {
            Node node = nodes.get(key.utf8());
            if (node == null || node.status == null) {
                throw new LedgerFormatException(
                        "the record of an unknown node is removed: " + key.utf8());
            }
            node.status = null;
            forgetIfGone(key.utf8(), node);
        }
    }

    /** In ledgers of CCF 1.x the certificate is part of the record. */
    private void setLegacyCertificate(String id, Node node, String pem, ServiceIdentity service) {
        if (node.certificate != null && node.pems.contains(pem)) {
            return;
        }
        legacyInThisTransaction.add(id);
        setCertificate(id, node, pem, service);
    }

    private void applyCertificates(MapWrites map, ServiceIdentity service) {
        for (Map.Entry<Bytes, Bytes> write : map.writes().entrySet()) {
            String id = write.getKey().utf8();
            if (legacyInThisTransaction.contains(id)) {
                throw new LedgerFormatException(
                        "node " + id + " gets two certificates in one transaction");
            }
            Node node = nodes.computeIfAbsent(id, unknown -> new Node());
            setCertificate(id, node, write.getValue().utf8(), service);
        }
        for (Bytes key : map.removals()) {
            Node node = nodes.get(key.utf8());
            if (node == null || node.certificate == null) {
                throw new LedgerFormatException(
                        "the certificate of an unknown node is removed: " + key.utf8());
            }
            node.certificate = null;
            forgetIfGone(key.utf8(), node);
        }
    }

    private void forgetIfGone(String id, Node node) {
        if (node.status == null && node.certificate == null) {
            nodes.remove(id);
        }
    }

    private static void setCertificate(String id, Node node, String pem, ServiceIdentity service) {
        Certificate certificate = Certificate.fromPem(pem);
        String keyId = certificate.publicKey().idHex();
        if (!id.equals(keyId)) {
            throw new LedgerFormatException(
                    "node " + id + " gets a certificate for the key of node " + keyId);
        }
        if (!certificate.isIssuedBy(service.certificate())) {
            throw new LedgerFormatException(
                    "the certificate of node " + id + " was not issued by the service");
        }
        node.certificate = certificate;
        node.issuer = service.key();
        node.pems.add(pem);
    }

    /**
     * Takes the nodes over from a snapshot. Certificates by an earlier service are no longer good.
     */
    void restore(SnapshotStart start, ServiceIdentity service) {
        start.table(TableNames.NODES_INFO)
                .ifPresent(
                        map ->
                                map.writes()
                                        .forEach(
                                                (id, row) -> restoreInfo(id.utf8(), row, service)));
        start.table(TableNames.NODES_ENDORSED_CERTIFICATES)
                .ifPresent(
                        map ->
                                map.writes()
                                        .forEach(
                                                (id, pem) ->
                                                        restoreCertificate(
                                                                id.utf8(), pem.utf8(), service)));
    }

    private void restoreInfo(String id, Bytes row, ServiceIdentity service) {
        JsonFields info = JsonFields.of(Json.parse(row), "the record of node " + id);
        nodes.computeIfAbsent(id, unknown -> new Node()).status = info.text("status");
        info.findText("cert").ifPresent(pem -> restoreCertificate(id, pem, service));
    }

    private void restoreCertificate(String id, String pem, ServiceIdentity service) {
        Node node = nodes.computeIfAbsent(id, unknown -> new Node());
        Certificate certificate = Certificate.fromPem(pem);
        node.pems.add(pem);
        if (certificate.isIssuedBy(service.certificate())
                && certificate.publicKey().idHex().equals(id)) {
            node.certificate = certificate;
            node.issuer = service.key();
        }
    }

    /**
     * The key of a node that may sign for the service. Whoever knows only the key of the last
     * service trusts the ledger because that key covers all of it: nodes of an earlier service
     * cannot sign for it.
     *
     * @throws LedgerFormatException if the node is unknown, pending, without certificate, or has
     *     one from an earlier service
     */
    EcPublicKey signer(String id, ServiceIdentity service) {
        Node node = nodes.get(id);
        if (node == null || node.certificate == null || node.status == null) {
            throw new LedgerFormatException("signed by an unknown node: " + id);
        }
        if (node.status.equals("Pending")) {
            throw new LedgerFormatException("signed by a node that is still pending: " + id);
        }
        if (node.issuer == null || !node.issuer.equals(service.key())) {
            throw new LedgerFormatException(
                    "signed by a node that only an earlier service has endorsed: " + id);
        }
        return node.certificate.publicKey();
    }

    /** Whether the node has ever had exactly this certificate. */
    boolean hasHad(String id, String pem) {
        Node node = nodes.get(id);
        return node != null && node.pems.contains(pem);
    }
}
