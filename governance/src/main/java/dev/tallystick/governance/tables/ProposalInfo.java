package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How a proposal stands: a row of {@code public:ccf.gov.proposals_info} (spec 03, 7.4).
 *
 * @param ballots the text of each member's ballot
 * @param finalVotes what the ballots said when the proposal was decided; null before
 * @param voteFailures why ballots said nothing then; null before
 * @param failure of the proposal itself; occurs in ledgers of old releases only
 */
public record ProposalInfo(
        MemberId proposer,
        ProposalState state,
        SortedMap<MemberId, String> ballots,
        @Nullable SortedMap<MemberId, Boolean> finalVotes,
        @Nullable SortedMap<MemberId, Failure> voteFailures,
        @Nullable Failure failure) {
    static final Codec<ProposalInfo> CODEC =
            Codec.json(ProposalInfo::toJson, ProposalInfo::fromJson);

    /**
     * What a script threw.
     *
     * @param trace where; null when the engine knows no place
     */
    public record Failure(String reason, @Nullable String trace) {
        /** The stored form, which is also that of answers. */
        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("reason", reason);
            Fields.put(json, "trace", trace);
            return json;
        }

        static Failure fromJson(JsonNode json) {
            Fields fields = new Fields(json);
            return new Failure(fields.text("reason"), fields.optionalText("trace"));
        }
    }

    /** Copies the maps. */
    public ProposalInfo {
        ballots = Collections.unmodifiableSortedMap(new TreeMap<>(ballots));
        finalVotes = frozen(finalVotes);
        voteFailures = frozen(voteFailures);
    }

    /** A proposal just made. */
    public static ProposalInfo open(MemberId proposer) {
        return new ProposalInfo(proposer, ProposalState.OPEN, new TreeMap<>(), null, null, null);
    }

    /** The same proposal in another state. */
    public ProposalInfo withState(ProposalState next) {
        return new ProposalInfo(proposer, next, ballots, finalVotes, voteFailures, failure);
    }

    /** The same proposal with one more ballot. */
    public ProposalInfo withBallot(MemberId voter, String ballot) {
        SortedMap<MemberId, String> more = new TreeMap<>(ballots);
        more.put(voter, ballot);
        return new ProposalInfo(proposer, state, more, finalVotes, voteFailures, failure);
    }

    /** The same proposal with what its ballots said in the end. */
    public ProposalInfo withOutcome(
            SortedMap<MemberId, Boolean> votes, SortedMap<MemberId, Failure> failures) {
        return new ProposalInfo(proposer, state, ballots, votes, failures, failure);
    }

    private static <V> @Nullable SortedMap<MemberId, V> frozen(
            @Nullable SortedMap<MemberId, V> map) {
        return map == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    private ObjectNode toJson() {
        ObjectNode json =
                Json.object().put("proposer_id", proposer.hex()).put("state", state.text());
        ObjectNode texts = json.putObject("ballots");
        ballots.forEach((voter, ballot) -> texts.put(voter.hex(), ballot));
        if (finalVotes != null) {
            ObjectNode votes = json.putObject("final_votes");
            finalVotes.forEach((voter, vote) -> votes.put(voter.hex(), vote));
        }
        if (voteFailures != null) {
            ObjectNode failures = json.putObject("vote_failures");
            voteFailures.forEach((voter, why) -> failures.set(voter.hex(), why.toJson()));
        }
        if (failure != null) {
            json.set("failure", failure.toJson());
        }
        return json;
    }

    private static ProposalInfo fromJson(JsonNode json) {
        Fields fields = new Fields(json);
        return new ProposalInfo(
                new MemberId(fields.text("proposer_id")),
                ProposalState.of(fields.text("state")),
                byMember(fields.required("ballots"), JsonNode::stringValue),
                fields.optional("final_votes", votes -> byMember(votes, JsonNode::booleanValue)),
                fields.optional("vote_failures", why -> byMember(why, Failure::fromJson)),
                fields.optional("failure", Failure::fromJson));
    }

    private static <V> SortedMap<MemberId, V> byMember(
            JsonNode json, Function<JsonNode, V> fromJson) {
        SortedMap<MemberId, V> map = new TreeMap<>();
        json.properties()
                .forEach(
                        field ->
                                map.put(
                                        new MemberId(field.getKey()),
                                        fromJson.apply(field.getValue())));
        return map;
    }
}
