package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.shares.HistoricalLedgerSecret;
import dev.tallystick.ledger.shares.IssuedShares;
import dev.tallystick.ledger.shares.SecretsChain;
import dev.tallystick.ledger.shares.SecretsRecovery;
import dev.tallystick.node.cli.terminal.TextTable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** What a ledger tells of its secrets to somebody without keys. */
final class ChainReport {
    private final List<SecretsChain.Link> links;
    private final Optional<IssuedShares> shares;

    ChainReport(SecretsRecovery recovery) {
        this.links = recovery.chain().links();
        this.shares = recovery.latestShares();
    }

    /** For people. */
    void print(PrintStream out) {
        out.println(
                links.isEmpty()
                        ? "The ledger stores no ledger secrets."
                        : "The chain of ledger secrets is whole; without keys none was opened.");
        out.println();
        if (!links.isEmpty()) {
            TextTable table = new TextTable("written in", "stores secret of", "begins secret of");
            for (SecretsChain.Link link : links) {
                HistoricalLedgerSecret.Previous previous = link.value().previous();
                table.add(
                        link.txId().toString(),
                        previous == null ? "-" : "" + previous.version(),
                        "" + link.nextVersion());
            }
            table.print(out);
            out.println();
        }
        shares.ifPresent(issued -> print(out, issued));
    }

    private static void print(PrintStream out, IssuedShares issued) {
        out.println(
                "Shares of the secret valid from %d, issued in %s to (%s needed):"
                        .formatted(
                                issued.validFrom(),
                                issued.txId(),
                                issued.threshold() == 0 ? "unknown how many" : issued.threshold()));
        issued.shares().encryptedShares().keySet().forEach(member -> out.println("  " + member));
    }

    /** For programs. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("valid", true);
        ArrayNode chain = json.putArray("chain");
        for (SecretsChain.Link link : links) {
            ObjectNode item = chain.addObject().put("transaction", link.txId().toString());
            HistoricalLedgerSecret.Previous previous = link.value().previous();
            if (previous != null) {
                item.put("previous_valid_from", previous.version());
            }
            item.put("next_valid_from", link.nextVersion());
        }
        if (shares.isPresent()) {
            IssuedShares issued = shares.get();
            ObjectNode item = json.putObject("shares");
            item.put("transaction", issued.txId().toString());
            item.put("valid_from", issued.validFrom()).put("threshold", issued.threshold());
            ArrayNode members = item.putArray("members");
            issued.shares().encryptedShares().keySet().forEach(members::add);
        }
        return json;
    }
}
