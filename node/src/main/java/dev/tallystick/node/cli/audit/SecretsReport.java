package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.shares.RecoveredSecrets;
import dev.tallystick.ledger.shares.RecoveredSecrets.Opened;
import dev.tallystick.ledger.shares.RecoveredSecrets.Opener;
import dev.tallystick.ledger.shares.SecretsUse;
import dev.tallystick.ledger.shares.SecretsUse.Use;
import dev.tallystick.node.cli.terminal.TextTable;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Recovered secrets, and what they open. The secrets themselves are never printed. */
final class SecretsReport {
    private static final int MEMBER_CHARS = 12;

    private final RecoveredSecrets recovered;
    private final List<Use> uses;
    private final String fault;

    SecretsReport(RecoveredSecrets recovered, SecretsUse use) {
        this.recovered = recovered;
        this.uses = use.uses();
        this.fault = use.firstFault().orElse("");
    }

    /** Whether every secret opens all that it is for. */
    boolean isValid() {
        return fault.isEmpty();
    }

    /** For people. */
    void print(PrintStream out) {
        long domains = uses.stream().mapToLong(Use::domains).sum();
        long opened = uses.stream().mapToLong(Use::domainsOpened).sum();
        out.println(
                "%,d ledger secrets recovered; they open %,d of %,d private domains."
                        .formatted(recovered.opened().size(), opened, domains));
        out.println();
        TextTable table =
                new TextTable(
                        "valid from",
                        "stored in",
                        "entries",
                        "private domains",
                        "commit evidences",
                        "opened by");
        for (Use use : uses) {
            Opened secret = opened(use);
            table.add(
                    secret == null ? "unknown" : "" + use.validFrom(),
                    secret == null ? "-" : secret.storedIn().toString(),
                    "%,d".formatted(use.entries()),
                    "%,d of %,d".formatted(use.domainsOpened(), use.domains()),
                    "%,d of %,d".formatted(use.evidencesMatched(), use.evidences()),
                    secret == null ? "-" : text(secret.by()));
        }
        table.print(out);
        remarks().forEach(remark -> out.println("\n" + remark));
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (recovered.unknownFrom().isPresent()) {
            remarks.add(
                    "The ledger ends within a disaster recovery: from seqno %d on it is under a"
                                    .formatted(recovered.unknownFrom().getAsLong())
                            + " secret that no member has a share of yet.");
        }
        for (String key : recovered.uselessKeys()) {
            remarks.add(key + " opens no share.");
        }
        if (!isValid()) {
            remarks.add("First fault: " + fault);
        }
        return remarks;
    }

    private static String text(Opener by) {
        return switch (by) {
            case Opener.NextSecret(long validFrom) -> "the secret valid from " + validFrom;
            case Opener.Shares shares ->
                    "shares of "
                            + String.join(
                                    ", ",
                                    shares.members().stream().map(SecretsReport::brief).toList());
        };
    }

    private static String brief(String member) {
        return member.length() <= MEMBER_CHARS ? member : member.substring(0, MEMBER_CHARS) + "…";
    }

    private @Nullable Opened opened(Use use) {
        return recovered.opened().stream()
                .filter(secret -> secret.validFrom() == use.validFrom())
                .findFirst()
                .orElse(null);
    }

    /** For programs. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("valid", isValid());
        if (!isValid()) {
            json.put("error", fault);
        }
        ArrayNode secrets = json.putArray("secrets");
        uses.forEach(use -> write(use, secrets.addObject()));
        recovered.unknownFrom().ifPresent(seqno -> json.put("unknown_from", seqno));
        ArrayNode useless = json.putArray("useless_keys");
        recovered.uselessKeys().forEach(useless::add);
        return json;
    }

    private void write(Use use, ObjectNode json) {
        Opened secret = opened(use);
        if (secret != null) {
            json.put("valid_from", use.validFrom()).put("stored_in", secret.storedIn().toString());
            switch (secret.by()) {
                case Opener.NextSecret(long validFrom) ->
                        json.put("opened_by_secret_valid_from", validFrom);
                case Opener.Shares shares -> {
                    ArrayNode members = json.putArray("opened_by_members");
                    shares.members().forEach(members::add);
                    json.put("threshold", shares.threshold());
                }
            }
        }
        json.put("entries", use.entries());
        json.put("private_domains", use.domains()).put("opened", use.domainsOpened());
        json.put("commit_evidences", use.evidences()).put("matching", use.evidencesMatched());
    }
}
