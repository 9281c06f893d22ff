package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.audit.AuditReport.GovernanceEvent.Kind;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.MapWrites;

import tools.jackson.databind.JsonNode;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the governance tables for what happened, as events of the report. */
final class Governance {
    private static final Map<String, Kind> PROPOSAL_STATES =
            Map.of(
                    "Open", Kind.PROPOSAL_CREATED,
                    "Accepted", Kind.PROPOSAL_ACCEPTED,
                    "Rejected", Kind.PROPOSAL_REJECTED,
                    "Withdrawn", Kind.PROPOSAL_WITHDRAWN,
                    "Dropped", Kind.PROPOSAL_DROPPED,
                    "Failed", Kind.PROPOSAL_FAILED);
    private static final Map<String, Kind> NODE_STATUSES =
            Map.of(
                    "Pending",
                    Kind.NODE_PENDING,
                    "Trusted",
                    Kind.NODE_TRUSTED,
                    "Retired",
                    Kind.NODE_RETIRED);
    private static final Map<String, Kind> MEMBER_STATUSES =
            Map.of("Accepted", Kind.MEMBER_ADDED, "Active", Kind.MEMBER_ACTIVATED);
    private static final String GOVERNANCE = "public:ccf.gov.";
    private static final Pattern WITHOUT_TEXT_KEYS =
            Pattern.compile("service|network|constitution");
    private static final String RECENT_PROPOSALS = "public:ccf.gov.cose_recent_proposals";
    private static final Pattern RECENT_PROPOSAL = Pattern.compile("\\d+:.*", Pattern.DOTALL);
    private static final String APPLICATION_ENDPOINTS = "public:ccf.gov.endpoints";

    private final AuditListener listener;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    /** Last known status of each row, by table and key; a row that is gone is not here. */
    private final Map<String, Map<String, String>> statuses = new HashMap<>();

    private final Map<String, Set<String>> ballots = new HashMap<>();
    private final Set<String> users = new HashSet<>();

    /** Whether rows tell a state, not events. */
    private boolean isRestoring;

    Governance(AuditListener listener) {
        this.listener = listener;
    }

    /**
     * Looks at one transaction.
     *
     * @throws LedgerFormatException if a row is not in its form
     */
    void apply(Entry entry) {
        for (MapWrites map : entry.publicWrites().publicMaps()) {
            if (map.name().startsWith("public:ccf.")) {
                checkKeys(map);
                apply(entry.txId().seqno(), map);
            }
        }
    }

    /** Takes the state of proposals, members, users and nodes over from a snapshot. */
    void restore(SnapshotStart start) {
        isRestoring = true;
        start.rows().forEach(this::apply);
        isRestoring = false;
    }

    /** CCF's own tools read these keys as text, and those of recent proposals as time and id. */
    private static void checkKeys(MapWrites map) {
        String name = map.name();
        if (!name.startsWith(GOVERNANCE) || WITHOUT_TEXT_KEYS.matcher(name).find()) {
            return;
        }
        for (Collection<Bytes> keys : List.of(map.writes().keySet(), map.removals())) {
            for (Bytes key : keys) {
                String text = key.utf8();
                if (!Bytes.utf8(text).equals(key)) {
                    throw new LedgerFormatException("a key of " + name + " is not UTF-8");
                }
                if (name.equals(RECENT_PROPOSALS) && !RECENT_PROPOSAL.matcher(text).matches()) {
                    throw new LedgerFormatException(
                            "a key of " + name + " is not a time and an id: " + text);
                }
            }
        }
    }

    private void apply(long seqno, MapWrites map) {
        switch (map.name()) {
            case TableNames.PROPOSALS_INFO -> applyProposals(seqno, map);
            case TableNames.MEMBERS_INFO -> {
                applyStatuses(seqno, map, "status", MEMBER_STATUSES);
                applyRemovals(seqno, map, Kind.MEMBER_REMOVED);
            }
            case TableNames.NODES_INFO -> {
                applyStatuses(seqno, map, "status", NODE_STATUSES);
                applyRemovals(seqno, map, Kind.NODE_REMOVED);
            }
            case TableNames.USERS_CERTS -> applyUsers(seqno, map);
            case TableNames.CONSTITUTION -> add(seqno, Kind.CONSTITUTION_SET, "");
            case APPLICATION_ENDPOINTS -> add(seqno, Kind.APPLICATION_SET, "");
            case TableNames.RECOVERY_SHARES -> add(seqno, Kind.RECOVERY_SHARES_ISSUED, "");
            case TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET -> applyRekey(seqno, map);
            default -> {} // the many other tables are no events of their own
        }
    }

    private void applyProposals(long seqno, MapWrites map) {
        applyStatuses(seqno, map, "state", PROPOSAL_STATES);
        map.writes().forEach((key, value) -> applyBallots(seqno, key.utf8(), fields(map, value)));
        for (Bytes key : map.removals()) {
            statuses(map).remove(key.utf8());
            ballots.remove(key.utf8());
        }
    }

    private void applyBallots(long seqno, String proposal, JsonFields info) {
        Optional<JsonNode> given = info.find("ballots");
        Set<String> known = ballots.computeIfAbsent(proposal, unknown -> new HashSet<>());
        given.ifPresent(
                node ->
                        node.propertyNames()
                                .forEach(
                                        member -> {
                                            if (known.add(member)) {
                                                add(seqno, Kind.BALLOT_SUBMITTED, proposal);
                                            }
                                        }));
    }

    private void applyStatuses(long seqno, MapWrites map, String field, Map<String, Kind> kinds) {
        map.writes()
                .forEach(
                        (key, value) -> {
                            String status = fields(map, value).text(field);
                            String before = statuses(map).put(key.utf8(), status);
                            Kind kind = kinds.get(status);
                            if (kind != null && !status.equals(before)) {
                                add(seqno, kind, key.utf8());
                            }
                        });
    }

    private void applyRemovals(long seqno, MapWrites map, Kind kind) {
        for (Bytes key : map.removals()) {
            if (statuses(map).remove(key.utf8()) != null) {
                add(seqno, kind, key.utf8());
            }
        }
    }

    private void applyUsers(long seqno, MapWrites map) {
        for (Bytes key : map.writes().keySet()) {
            if (users.add(key.utf8())) {
                add(seqno, Kind.USER_ADDED, key.utf8());
            }
        }
        for (Bytes key : map.removals()) {
            if (users.remove(key.utf8())) {
                add(seqno, Kind.USER_REMOVED, key.utf8());
            }
        }
    }

    /** A stored predecessor without {@code next_version} is a rekey (spec 01, 6.4). */
    private void applyRekey(long seqno, MapWrites map) {
        Bytes value = map.writes().get(Bytes.EIGHT_ZEROS);
        if (value != null && !fields(map, value).has("next_version")) {
            add(seqno, Kind.LEDGER_REKEYED, "");
        }
    }

    private Map<String, String> statuses(MapWrites map) {
        return statuses.computeIfAbsent(map.name(), unknown -> new HashMap<>());
    }

    private static JsonFields fields(MapWrites map, Bytes value) {
        return JsonFields.of(Json.parse(value), "a row of " + map.name());
    }

    private void add(long seqno, Kind kind, String subject) {
        if (isRestoring) {
            return;
        }
        counts.merge(kind, 1L, Long::sum);
        listener.governance(new AuditReport.GovernanceEvent(seqno, kind, subject));
    }

    Map<Kind, Long> counts() {
        return counts;
    }
}
