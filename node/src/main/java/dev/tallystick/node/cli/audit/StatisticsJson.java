package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.view.Distribution;
import dev.tallystick.ledger.view.LedgerStatistics;
import dev.tallystick.ledger.view.TableStatistics;
import dev.tallystick.ledger.view.ViewStatistics;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The figures of {@code tally ledger stats} for programs. */
final class StatisticsJson {
    private StatisticsJson() {}

    /**
     * All figures in one object.
     *
     * @param json what they are added to
     */
    static ObjectNode of(LedgerStatistics ledger, TableStatistics tables, ObjectNode json) {
        json.put("transactions", ledger.transactions());
        if (ledger.transactions() == 0) {
            return json;
        }
        json.put("first", ledger.first().toString()).put("last", ledger.last().toString());
        LedgerStatistics.ByteShares bytes = ledger.bytes();
        json.putObject("bytes")
                .put("all", bytes.all())
                .put("public", bytes.publicDomains())
                .put("private", bytes.privateDomains())
                .put("overhead", bytes.overhead());
        json.put("private_transactions", ledger.privateCount());
        json.put("transactions_with_claims", ledger.claimsCount());
        json.put("recoveries", ledger.recoveryCount());
        ObjectNode types = json.putObject("types");
        ledger.types().forEach((type, count) -> types.put(String.valueOf(type.code()), count));
        json.set("entry_size", of(ledger.entrySizes()));
        ObjectNode signatures = json.putObject("signatures");
        signatures.put("count", ledger.signatures()).put("cose", ledger.coseSignatures());
        signatures.set("spacing", of(ledger.signatureSpacing()));
        signatures.put("unsigned_at_end", ledger.unsigned());
        ledger.time()
                .ifPresent(
                        time ->
                                json.putObject("time")
                                        .put("from", time.from().toString())
                                        .put("to", time.to().toString()));
        ArrayNode views = json.putArray("views");
        ledger.views().forEach(view -> put(views.addObject(), view));
        ArrayNode chunks = json.putArray("chunks");
        ledger.chunks().forEach(chunk -> put(chunks.addObject(), chunk));
        LedgerTablesCommand.putRows(
                json.putArray("biggest_tables"), StatisticsReport.biggest(tables.rows()));
        return json;
    }

    private static ObjectNode of(Distribution numbers) {
        ObjectNode json = Json.object();
        if (numbers.count() == 0) {
            return json;
        }
        json.put("min", numbers.min()).put("mean", numbers.mean()).put("max", numbers.max());
        Distribution.Bucket median = numbers.median();
        json.putObject("median").put("from", median.from()).put("to", median.to());
        ArrayNode histogram = json.putArray("histogram");
        for (Distribution.Bucket bucket : numbers.buckets()) {
            histogram
                    .addObject()
                    .put("from", bucket.from())
                    .put("to", bucket.to())
                    .put("count", bucket.count());
        }
        return json;
    }

    private static void put(ObjectNode json, ViewStatistics view) {
        json.put("view", view.first().view());
        json.put("first", view.first().toString()).put("last", view.last().toString());
        json.put("transactions", view.transactions()).put("bytes", view.bytes());
        json.put("signatures", view.signatures());
        view.timed()
                .ifPresent(
                        timed -> {
                            json.put("signed_from", timed.from().toString());
                            json.put("signed_to", timed.to().toString());
                            timed.transactionsPerSecond()
                                    .ifPresent(rate -> json.put("transactions_per_second", rate));
                        });
    }

    private static void put(ObjectNode json, LedgerStatistics.Chunk chunk) {
        json.put("file", chunk.file().toString());
        json.put("first_seqno", chunk.first()).put("last_seqno", chunk.last());
        json.put("transactions", chunk.transactions()).put("bytes", chunk.bytes());
    }
}
