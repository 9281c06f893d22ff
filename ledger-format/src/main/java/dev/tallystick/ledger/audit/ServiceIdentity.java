package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.MapWrites;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The service's identity and status as the ledger tells them (spec 01, 9.2, point 4, and 8.6):
 * legal transitions, a self-signed certificate, a new key only when a service is created, and
 * endorsements of earlier keys.
 */
final class ServiceIdentity {
    private static final Map<String, Set<String>> NEXT =
            Map.of(
                    "Opening", Set.of("Open", "WaitingForRecoveryShares"),
                    "Open", Set.of("Recovering"),
                    "Recovering", Set.of("WaitingForRecoveryShares"),
                    "WaitingForRecoveryShares", Set.of("Open"));
    private static final Set<String> CREATION = Set.of("Opening", "Recovering");

    private final List<AuditReport.ServiceChange> changes = new ArrayList<>();
    private @Nullable String status;
    private @Nullable Certificate certificate;

    /** Key that signed the last endorsement; null before the first one. */
    private byte @Nullable [] lastEndorsingKey;

    /**
     * Looks at one transaction, before its signatures and node certificates are.
     *
     * @param isFirstInFile whether its file begins with it
     * @throws LedgerFormatException if it changes the service in an illegal way
     */
    void apply(Entry entry, boolean isFirstInFile) {
        Optional<MapWrites> info = entry.publicWrites().map(TableNames.SERVICE_INFO);
        if (info.isPresent()) {
            Bytes value = info.get().writes().get(Bytes.EIGHT_ZEROS);
            if (value == null) {
                throw new LedgerFormatException(
                        "service.info has no value under its key of eight zero bytes");
            }
            apply(
                    entry.txId().seqno(),
                    JsonFields.of(Json.parse(value), "service.info"),
                    isFirstInFile);
        }
        entry.publicWrites()
                .value(TableNames.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT, Bytes.EIGHT_ZEROS)
                .ifPresent(
                        value ->
                                checkEndorsement(
                                        JsonFields.of(
                                                Json.parse(value), "an identity endorsement")));
    }

    private void apply(long seqno, JsonFields info, boolean isFirstInFile) {
        String nextStatus = info.text("status");
        checkTransition(nextStatus);
        Certificate next = Certificate.fromPem(info.text("cert"));
        if (!next.isSelfSigned()) {
            throw new LedgerFormatException("the service certificate is not self-signed");
        }
        boolean isNewKey = certificate != null && !certificate.publicKey().equals(next.publicKey());
        if (isNewKey && !CREATION.contains(nextStatus)) {
            throw new LedgerFormatException(
                    "the service key changes while the status is " + nextStatus);
        }
        if (isNewKey && !isFirstInFile) {
            throw new LedgerFormatException(
                    "a service is created by a transaction that is not the first of its file");
        }
        status = nextStatus;
        certificate = next;
        changes.add(new AuditReport.ServiceChange(seqno, nextStatus, next.publicKey().idHex()));
    }

    /** Takes the identity over from a snapshot, which has been verified with it. */
    void restore(SnapshotStart start) {
        JsonFields info =
                JsonFields.of(
                        Json.parse(value(start, TableNames.SERVICE_INFO).orElseThrow()),
                        "service.info");
        status = info.text("status");
        certificate = Certificate.fromPem(info.text("cert"));
        value(start, TableNames.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT)
                .map(row -> JsonFields.of(Json.parse(row), "an identity endorsement"))
                .ifPresent(row -> lastEndorsingKey = row.base64("endorsing_key").toArray());
    }

    private static Optional<Bytes> value(SnapshotStart start, String table) {
        return start.table(table).map(map -> map.writes().get(Bytes.EIGHT_ZEROS));
    }

    private void checkTransition(String next) {
        if (!NEXT.containsKey(next)) {
            throw new LedgerFormatException("unknown service status '" + next + "'");
        }
        if (status == null || next.equals(status) || next.equals("Opening")) {
            return;
        }
        if (!NEXT.getOrDefault(status, Set.of()).contains(next)) {
            throw new LedgerFormatException(
                    "illegal change of the service status from " + status + " to " + next);
        }
    }

    private void checkEndorsement(JsonFields row) {
        EcPublicKey current = key();
        byte[] endorsingKey = row.base64("endorsing_key").toArray();
        if (!Arrays.equals(endorsingKey, current.spkiDer())) {
            throw new LedgerFormatException(
                    "a service identity is endorsed by another key than the current one");
        }
        CoseSign1 cose = CoseSign1.parse(row.base64("endorsement").toArray());
        if (!cose.verify(current)) {
            throw new LedgerFormatException(
                    "the endorsement of a service identity does not verify");
        }
        Optional<String> end = row.findText("endorsement_epoch_end");
        byte[] endorsed = cose.payload().orElseThrow();
        byte[] expected =
                end.isEmpty() || lastEndorsingKey == null ? endorsingKey : lastEndorsingKey;
        boolean isFirstKnown = end.isPresent() && lastEndorsingKey == null;
        if (!isFirstKnown && !Arrays.equals(endorsed, expected)) {
            throw new LedgerFormatException(
                    "an endorsement is for another key than that of the service before");
        }
        requireEpoch(cose, "epoch.start.txid", row.text("endorsement_epoch_begin"));
        if (end.isPresent()) {
            requireEpoch(cose, "epoch.end.txid", end.get());
        }
        lastEndorsingKey = endorsingKey;
    }

    private static void requireEpoch(CoseSign1 cose, String label, String expected) {
        boolean isEqual =
                cose.protectedHeader().get(CoseSigner.LABEL_CCF).orElse(Cbor.NULL)
                                instanceof Cbor.Map claims
                        && claims.get(label).equals(Optional.of(Cbor.of(expected)));
        if (!isEqual) {
            throw new LedgerFormatException(
                    "the signed " + label + " of an endorsement is not " + expected);
        }
    }

    /**
     * The service certificate last written.
     *
     * @throws LedgerFormatException if there is none yet
     */
    Certificate certificate() {
        if (certificate == null) {
            throw new LedgerFormatException("no service certificate has been written yet");
        }
        return certificate;
    }

    /** The service's key; as {@link #certificate()}. */
    EcPublicKey key() {
        return certificate().publicKey();
    }

    List<AuditReport.ServiceChange> changes() {
        return changes;
    }
}
