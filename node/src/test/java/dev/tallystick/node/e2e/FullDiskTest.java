package dev.tallystick.node.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditListener;
import dev.tallystick.ledger.audit.AuditOptions;
import dev.tallystick.ledger.audit.LedgerAuditor;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.node.sandbox.Sandbox;
import dev.tallystick.node.sandbox.SandboxSummary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node whose disk is full refuses writes, loses nothing, and recovers when space returns. */
class FullDiskTest {
    private static final int MEGABYTES = 32;
    private static final int ROUNDS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MESSAGE = "x".repeat(2000);

    /** Ids of all writes that were answered 200. */
    private final List<TxId> accepted = new ArrayList<>();

    @TempDir Path folder;

    @Test
    void writesAreRefusedWhileTheDiskIsFullAndNothingAcceptedIsLost() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES)) {
            SandboxSummary service;
            try (Sandbox sandbox = Sandboxes.start(disk.directory().resolve("sandbox"))) {
                service = sandbox.summary();
                try (UserClient user = new UserClient(service)) {
                    for (int round = 0; round < ROUNDS; round++) {
                        runFullAndRecover(disk, user);
                    }
                }
            }
            checkLedger(service);
        }
    }

    private void runFullAndRecover(SmallDisk disk, UserClient user) throws Exception {
        awaitStatus(user, writeUntil(user, 200), "Committed");
        disk.fill();
        HttpResponse<String> refused = writeUntil(user, 503);
        assertEquals("3", refused.headers().firstValue("retry-after").orElse("none"));
        assertEquals(
                "TooManyPendingTransactions",
                Json.parse(refused.body()).path("error").path("code").stringValue());
        assertEquals(200, user.get("/app/log?id=1").statusCode(), "reads go on");
        assertEquals("Pending", status(user, accepted.getLast()), "nothing can be committed");

        disk.free();
        writeUntil(user, 200);
        for (TxId id : accepted) {
            awaitStatus(user, id, "Committed");
        }
    }

    private HttpResponse<String> writeUntil(UserClient user, int status) throws Exception {
        return Polling.until(
                "a write is answered " + status,
                LIMIT,
                () -> {
                    HttpResponse<String> answer =
                            user.post("/app/log", "{\"id\":1,\"msg\":\"" + MESSAGE + "\"}");
                    if (answer.statusCode() == 200) {
                        accepted.add(TxId.parse(UserClient.transactionId(answer)));
                    } else {
                        assertEquals(503, answer.statusCode(), answer.body());
                    }
                    return answer.statusCode() == status ? Optional.of(answer) : Optional.empty();
                });
    }

    private static void awaitStatus(UserClient user, HttpResponse<String> answer, String status)
            throws Exception {
        awaitStatus(user, TxId.parse(UserClient.transactionId(answer)), status);
    }

    private static void awaitStatus(UserClient user, TxId id, String status) throws Exception {
        Polling.until(
                id + " is " + status,
                LIMIT,
                () ->
                        status(user, id).equals(status)
                                ? Optional.of(true)
                                : Optional.<Boolean>empty());
    }

    private static String status(UserClient user, TxId id) throws Exception {
        String body = user.get("/app/tx?transaction_id=" + id).body();
        return Json.parse(body).path("status").stringValue();
    }

    private void checkLedger(SandboxSummary service) throws Exception {
        LedgerAuditor.audit(AuditOptions.of(service.ledger()), AuditListener.NONE);
        Map<Long, Entry> inFiles = LedgerEntries.read(service.ledger());
        for (TxId id : accepted) {
            Entry entry = inFiles.get(id.seqno());
            assertTrue(entry != null && entry.txId().equals(id), id + " is lost");
        }
    }
}
