package dev.tallystick.governance.proposals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.constitution.ConstitutionFiles;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Digest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Spec 03, 3.8, at and around its bounds. */
class ReplayWindowTest {
    private static final ProposalId ID = new ProposalId("aa");

    private static GovernedService service;
    private Transaction tx;

    @BeforeAll
    static void startAService() {
        service =
                GovernedService.start(
                        ConstitutionFiles.standard().text(),
                        List.of(TestMember.withoutShare("alice")));
    }

    @AfterAll
    static void stopIt() {
        service.close();
    }

    @BeforeEach
    void beginATransaction() {
        tx = service.begin();
    }

    @Test
    void aRowNamesTimeAndSignature() {
        ReplayWindow.admit(tx, 17, digest("a"), ID);
        assertEquals(
                "aa",
                Tables.COSE_RECENT_PROPOSALS
                        .get(tx, "0000000017:" + digest("a").hex())
                        .orElseThrow());
    }

    @Test
    void theSameTimeWithAnotherSignatureIsAnotherProposal() {
        ReplayWindow.admit(tx, 17, digest("a"), ID);
        ReplayWindow.admit(tx, 17, digest("b"), ID);
        assertRefused(ErrorCode.PROPOSAL_REPLAY, 17, "b");
    }

    @Test
    void theMiddleOfTheKnownTimesIsTheOldestAccepted() {
        for (int time = 10; time < 15; time++) {
            ReplayWindow.admit(tx, time, digest("a" + time), ID);
        }
        GovException refusal = assertRefused(ErrorCode.PROPOSAL_CREATED_TOO_LONG_AGO, 11, "x");
        assertEquals(
                "Proposal created too long ago, created_at must be greater than 0000000012",
                refusal.getMessage());
        ReplayWindow.admit(tx, 12, digest("y"), ID);
    }

    @Test
    void tenDigitsAreTheMost() {
        ReplayWindow.admit(tx, 9_999_999_999L, digest("a"), ID);
        assertRefused(ErrorCode.INVALID_CREATED_AT, 10_000_000_000L, "b");
    }

    @Test
    void atMostTheWindowIsRemembered() {
        Tables.SERVICE_CONFIG.put(tx, new ServiceConfig(0, null, null, 3L, null));
        for (int time = 1; time <= 5; time++) {
            ReplayWindow.admit(tx, time, digest("a" + time), ID);
            assertEquals(Math.min(time, 3), Tables.COSE_RECENT_PROPOSALS.size(tx));
        }
        assertFalse(has(2));
        assertTrue(has(3));
    }

    @Test
    void aWindowOfOneRemembersTheLatest() {
        Tables.SERVICE_CONFIG.put(tx, new ServiceConfig(0, null, null, 1L, null));
        ReplayWindow.admit(tx, 1, digest("a1"), ID);
        ReplayWindow.admit(tx, 2, digest("a2"), ID);
        assertEquals(1, Tables.COSE_RECENT_PROPOSALS.size(tx));
        assertTrue(has(2));
    }

    private boolean has(int time) {
        return Tables.COSE_RECENT_PROPOSALS.has(
                tx, "000000000" + time + ":" + digest("a" + time).hex());
    }

    private GovException assertRefused(ErrorCode code, long time, String signature) {
        GovException refusal =
                assertThrows(
                        GovException.class,
                        () -> ReplayWindow.admit(tx, time, digest(signature), ID));
        assertEquals(code, refusal.code());
        assertEquals(400, refusal.status());
        return refusal;
    }

    private static Digest digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
