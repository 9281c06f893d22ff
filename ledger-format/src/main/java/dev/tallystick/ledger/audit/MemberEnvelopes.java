package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.MapWrites;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the members' signed requests that governance keeps in the ledger (spec 03, 11: authorship,
 * proposal payload, ballots). Requests in the older, HTTP-signed form are passed over.
 */
final class MemberEnvelopes {
    private static final String COSE_HISTORY = "public:ccf.gov.cose_history";
    private static final String MEMBERS_ACKS = "public:ccf.gov.members.acks";

    /** Certificates by member id, as text: parsed only when one is needed. */
    private final Map<String, String> certificates = new HashMap<>();

    /** Records of proposals in the transaction being looked at, each read once. */
    private final Map<String, Optional<JsonFields>> proposals = new HashMap<>();

    private long verifiedCount;

    /**
     * Looks at one transaction.
     *
     * @param isTrusted whether its envelopes were verified in an earlier audit
     * @throws LedgerFormatException if an envelope is not that of the member it is filed under, or
     *     says something else than the rows written with it
     */
    void apply(Entry entry, boolean isTrusted) {
        Optional<MapWrites> certs = entry.publicWrites().map(TableNames.MEMBERS_CERTS);
        certs.ifPresent(
                map ->
                        map.writes()
                                .forEach(
                                        (id, pem) ->
                                                certificates.putIfAbsent(id.utf8(), pem.utf8())));
        if (!isTrusted) {
            check(entry);
        }
        certs.ifPresent(this::update);
    }

    /** Takes the members' certificates over from a snapshot. */
    void restore(SnapshotStart start) {
        start.table(TableNames.MEMBERS_CERTS).ifPresent(this::update);
    }

    private void check(Entry entry) {
        proposals.clear();
        entry.publicWrites()
                .map(COSE_HISTORY)
                .ifPresent(
                        map ->
                                map.writes()
                                        .forEach(
                                                (id, value) ->
                                                        checkHistory(entry, id.utf8(), value)));
        entry.publicWrites()
                .map(MEMBERS_ACKS)
                .ifPresent(map -> map.writes().forEach((id, value) -> checkAck(id.utf8(), value)));
    }

    /** Only now: a member may vote for its own removal. */
    private void update(MapWrites certs) {
        certs.writes().forEach((id, pem) -> certificates.put(id.utf8(), pem.utf8()));
        certs.removals().forEach(id -> certificates.remove(id.utf8()));
    }

    private void checkHistory(Entry entry, String member, Bytes value) {
        JsonNode text = Json.parse(value);
        if (!text.isString()) {
            throw new LedgerFormatException(
                    "the envelope of member " + member + " is not a JSON string");
        }
        CoseSign1 envelope = verify(member, text.stringValue());
        switch (label(envelope, "ccf.gov.msg.type").orElse("")) {
            case "proposal" -> checkProposal(entry, envelope);
            case "ballot" -> checkBallot(entry, member, envelope);
            default -> {} // a withdrawal has no payload
        }
    }

    private void checkAck(String member, Bytes value) {
        JsonFields.of(Json.parse(value), "an ack")
                .findText("cose_sign1_req")
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> verify(member, text));
    }

    private CoseSign1 verify(String member, String base64) {
        CoseSign1 envelope =
                CoseSign1.parse(
                        JsonFields.base64("the envelope of member " + member, base64).toArray());
        String kid =
                envelope.kid()
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                        .orElse("");
        String pem = certificates.get(member);
        if (pem == null || !kid.equals(member)) {
            throw new LedgerFormatException(
                    "an envelope by '" + kid + "' is filed under member " + member);
        }
        if (!envelope.verify(Certificate.fromPem(pem).publicKey())) {
            throw new LedgerFormatException(
                    "the envelope of member " + member + " does not verify");
        }
        verifiedCount++;
        return envelope;
    }

    private static Optional<String> label(CoseSign1 envelope, String label) {
        return envelope.protectedHeader()
                .get(label)
                .flatMap(
                        item ->
                                item instanceof Cbor.Text(String text)
                                        ? Optional.of(text)
                                        : Optional.empty());
    }

    private static void checkProposal(Entry entry, CoseSign1 envelope) {
        Optional<MapWrites> proposals = entry.publicWrites().map(TableNames.PROPOSALS);
        Bytes payload = Bytes.wrap(envelope.payload().orElseThrow());
        if (proposals.isPresent() && !proposals.get().writes().containsValue(payload)) {
            throw new LedgerFormatException(
                    "the stored proposal is not the one that its proposer signed");
        }
    }

    private void checkBallot(Entry entry, String member, CoseSign1 envelope) {
        Optional<JsonFields> row =
                label(envelope, "ccf.gov.msg.proposal_id")
                        .flatMap(id -> proposals.computeIfAbsent(id, key -> proposal(entry, key)));
        if (row.isEmpty()) {
            return;
        }
        Optional<String> stored =
                row.get().findObject("ballots").flatMap(ballots -> ballots.findText(member));
        JsonNode payload = Json.parse(envelope.payload().orElseThrow());
        if (!stored.equals(JsonFields.of(payload, "a ballot").findText("ballot"))) {
            throw new LedgerFormatException(
                    "the stored ballot is not the one that member " + member + " signed");
        }
    }

    private static Optional<JsonFields> proposal(Entry entry, String id) {
        return entry.publicWrites()
                .value(TableNames.PROPOSALS_INFO, Bytes.utf8(id))
                .map(row -> JsonFields.of(Json.parse(row), "a proposal's record"));
    }

    long verifiedCount() {
        return verifiedCount;
    }
}
