package dev.tallystick.governance.proposals;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Refuses proposals that were made before, by remembering the recent ones (spec 03, 3.8). A
 * proposal older than the middle of those remembered is refused, because nobody knows any more
 * whether it is new.
 */
final class ReplayWindow {
    /** Ten decimal digits: times sort as text. */
    static final long CREATED_AT_MAX_SECONDS = 9_999_999_999L;

    private static final char SEPARATOR = ':';

    private ReplayWindow() {}

    /**
     * Remembers a proposal, and forgets the oldest ones that no longer fit.
     *
     * @throws GovException 400 when it must be refused
     */
    static void admit(
            Transaction tx, long createdAtSeconds, Digest signatureDigest, ProposalId id) {
        if (createdAtSeconds > CREATED_AT_MAX_SECONDS) {
            throw GovException.badRequest(
                    ErrorCode.INVALID_CREATED_AT, "Header parameter created_at value is too large");
        }
        String time = String.format(Locale.ROOT, "%010d", createdAtSeconds);
        String key = time + SEPARATOR + signatureDigest.hex();
        Tables.COSE_RECENT_PROPOSALS
                .get(tx, key)
                .ifPresent(
                        existing -> {
                            throw GovException.badRequest(
                                    ErrorCode.PROPOSAL_REPLAY,
                                    "Proposal submission replay, already exists as proposal "
                                            + existing);
                        });
        List<String> known = new ArrayList<>(Tables.COSE_RECENT_PROPOSALS.rowsOf(tx).keySet());
        requireRecent(time, known);
        Tables.COSE_RECENT_PROPOSALS.put(tx, key, id.hex());
        forgetOldest(tx, known);
    }

    private static void requireRecent(String time, List<String> known) {
        if (known.isEmpty()) {
            return;
        }
        String middle = known.get(known.size() / 2);
        String least = middle.substring(0, middle.indexOf(SEPARATOR));
        if (time.compareTo(least) < 0) {
            throw GovException.badRequest(
                    ErrorCode.PROPOSAL_CREATED_TOO_LONG_AGO,
                    "Proposal created too long ago, created_at must be greater than " + least);
        }
    }

    /** A window of 0, which no action can set, remembers everything. */
    private static void forgetOldest(Transaction tx, List<String> known) {
        long window =
                Tables.SERVICE_CONFIG
                        .get(tx)
                        .orElse(ServiceConfig.withThreshold(0))
                        .recentProposalsWindowSizeOrDefault();
        if (window <= 0) {
            return;
        }
        long surplus = known.size() - (window - 1);
        for (int i = 0; i < surplus; i++) {
            Tables.COSE_RECENT_PROPOSALS.remove(tx, known.get(i));
        }
    }
}
