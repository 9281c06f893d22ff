package dev.tallystick.node.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditListener;
import dev.tallystick.ledger.audit.AuditOptions;
import dev.tallystick.ledger.audit.AuditReport;
import dev.tallystick.ledger.audit.LedgerAuditor;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.node.sandbox.Sandbox;
import dev.tallystick.node.sandbox.SandboxSummary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** A node that dies under load has lost nothing that it had called committed. */
class KilledNodeTest {
    private static final int WRITERS = 4;
    private static final int COMMITTED_MIN = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path folder;

    private final Queue<TxId> written = new ConcurrentLinkedQueue<>();
    private final ConcurrentSkipListSet<TxId> committed = new ConcurrentSkipListSet<>();
    private final Queue<Throwable> early = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isKilled = new AtomicBoolean();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @Test
    void whatWasCommittedIsInTheFilesWithASignatureAfterIt() throws Exception {
        try (Sandbox sandbox = Sandboxes.start(folder.resolve("sandbox"))) {
            SandboxSummary service = sandbox.summary();
            Thread[] threads = new Thread[WRITERS + 1];
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                threads[i] =
                        Thread.ofVirtual().start(() -> untilTheKill(() -> write(service, writer)));
            }
            threads[WRITERS] =
                    Thread.ofVirtual().start(() -> untilTheKill(() -> watchCommits(service)));
            Polling.until(
                    COMMITTED_MIN + " writes are committed",
                    LIMIT,
                    () -> committed.size() >= COMMITTED_MIN ? Optional.of(true) : Optional.empty());

            isKilled.set(true);
            kill(service);
            isOver.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), List.copyOf(early), "something failed before the kill");
            checkLedger(service);
        }
    }

    /** Ends when the node is gone; what ends it earlier is remembered. */
    private void untilTheKill(Callable<Void> work) {
        try {
            work.call();
        } catch (Throwable t) { // a thread's root: nothing that goes wrong may be lost
            if (!isKilled.get()) {
                early.add(t);
            }
        }
    }

    private Void write(SandboxSummary service, int writer) throws Exception {
        try (UserClient user = new UserClient(service)) {
            for (int i = 0; !isOver.get(); i++) {
                String body = "{\"id\":%d,\"msg\":\"writer %d\"}".formatted(i, writer);
                var answer = user.post("/app/log", body);
                assertEquals(200, answer.statusCode() / 100 * 100, answer.body());
                written.add(TxId.parse(UserClient.transactionId(answer)));
            }
        }
        return null;
    }

    private Void watchCommits(SandboxSummary service) throws Exception {
        try (UserClient user = new UserClient(service)) {
            while (!isOver.get()) {
                TxId next = written.peek();
                if (next == null) {
                    Thread.onSpinWait();
                    continue;
                }
                String body = user.get("/app/tx?transaction_id=" + next).body();
                if (Json.parse(body).path("status").stringValue().equals("Committed")) {
                    committed.add(next);
                    written.remove();
                }
            }
        }
        return null;
    }

    private static void kill(SandboxSummary service) throws IOException {
        Path pidFile = service.ledger().resolveSibling("node.pid");
        ProcessHandle node =
                ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).orElseThrow();
        assertTrue(node.destroyForcibly());
        node.onExit().join();
    }

    private void checkLedger(SandboxSummary service) throws IOException {
        AuditReport report =
                LedgerAuditor.audit(
                        AuditOptions.of(service.ledger()).allowUnsignedTail(), AuditListener.NONE);
        Map<Long, Entry> inFiles = LedgerEntries.read(service.ledger());
        for (TxId id : committed) {
            Entry entry = inFiles.get(id.seqno());
            assertTrue(entry != null, "committed transaction " + id + " is lost");
            assertEquals(id, entry.txId(), "another transaction took the place of a committed one");
        }
        assertTrue(
                report.lastSigned().seqno() > committed.last().seqno(),
                "the last signature %s does not cover %s"
                        .formatted(report.lastSigned(), committed.last()));
    }
}
