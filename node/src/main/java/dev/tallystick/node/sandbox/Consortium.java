package dev.tallystick.node.sandbox;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.CoseSigner.GovernanceHeader;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The members acting together through the governance API (spec 03, 3.3 and 3.4). */
final class Consortium {
    private static final String VERSION = "?api-version=2024-07-01";
    private static final String BALLOT =
            "export function vote(proposal, proposerId) { return true; }";
    private static final String ACCEPTED = "Accepted";
    private static final String OPEN = "Open";

    private final ServiceClient client;
    private final List<Person> members;
    private final Deadline deadline;

    Consortium(ServiceClient client, List<Person> members, Deadline deadline) {
        this.client = client;
        this.members = members;
        this.deadline = deadline;
    }

    /** Every member signs the current state, and so becomes active. */
    void acknowledge() throws IOException {
        for (Person member : members) {
            String path = "/gov/members/state-digests/" + member.id();
            byte[] empty = new byte[0];
            String[] state = new String[1];
            deadline.await(
                    "sign a transaction",
                    () -> {
                        HttpResponse<String> answer =
                                post(member, path + ":update", "state_digest", null, empty);
                        state[0] = answer.body();
                        return answer.statusCode() == 200;
                    });
            byte[] digest = state[0].getBytes(StandardCharsets.UTF_8);
            expect(
                    204,
                    post(member, path + ":ack", "ack", null, digest),
                    "acknowledging the state");
        }
    }

    /**
     * Proposes actions and votes for them until they are accepted.
     *
     * @param purpose completes the sentence "... failed"
     * @return the id of the transaction that accepted the proposal
     */
    String propose(String purpose, List<ObjectNode> actions) throws IOException {
        ObjectNode proposal = Json.object();
        ArrayNode list = proposal.putArray("actions");
        actions.forEach(list::add);
        HttpResponse<String> answer =
                post(
                        members.getFirst(),
                        "/gov/members/proposals:create",
                        "proposal",
                        null,
                        Json.compact(proposal).getBytes(StandardCharsets.UTF_8));
        expect(200, answer, purpose);
        String id = Json.parse(answer.body()).path("proposalId").asString();
        for (Person member : members) {
            if (!state(answer).equals(OPEN)) {
                break;
            }
            answer = vote(member, id);
            expect(200, answer, purpose);
        }
        if (!state(answer).equals(ACCEPTED)) {
            throw new SandboxException(
                    "%s failed: the proposal is %s: %s"
                            .formatted(purpose, state(answer), answer.body()));
        }
        return answer.headers().firstValue("x-ms-ccf-transaction-id").orElse("");
    }

    /** An action of a proposal. */
    static ObjectNode action(String name, ObjectNode arguments) {
        ObjectNode action = Json.object();
        action.put("name", name);
        action.set("args", arguments);
        return action;
    }

    private HttpResponse<String> vote(Person member, String proposalId) throws IOException {
        ObjectNode ballot = Json.object();
        ballot.put("ballot", BALLOT);
        return post(
                member,
                "/gov/members/proposals/%s/ballots/%s:submit".formatted(proposalId, member.id()),
                "ballot",
                proposalId,
                Json.compact(ballot).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(
            Person member, String path, String type, @Nullable String proposalId, byte[] payload)
            throws IOException {
        byte[] message =
                CoseSigner.governanceMessage(
                        new CoseSigner.Member(member.key(), member.certificate()),
                        new GovernanceHeader(type, Instant.now(), proposalId),
                        payload);
        return client.postCose(path + VERSION, message);
    }

    private static String state(HttpResponse<String> proposal) {
        JsonNode state = Json.parse(proposal.body()).path("proposalState");
        return state.asString("unknown");
    }

    private static void expect(int status, HttpResponse<String> answer, String purpose) {
        if (answer.statusCode() != status) {
            throw new SandboxException(
                    "%s failed: the node answered %d: %s"
                            .formatted(purpose, answer.statusCode(), answer.body()));
        }
    }
}
