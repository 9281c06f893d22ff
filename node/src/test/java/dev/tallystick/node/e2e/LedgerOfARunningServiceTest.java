package dev.tallystick.node.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditException;
import dev.tallystick.ledger.audit.AuditListener;
import dev.tallystick.ledger.audit.AuditOptions;
import dev.tallystick.ledger.audit.AuditReport;
import dev.tallystick.ledger.audit.LedgerAuditor;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptVerifier;
import dev.tallystick.node.sandbox.Sandbox;
import dev.tallystick.node.sandbox.SandboxSummary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The way through the whole house with a real node process: from HTTPS requests to an audited
 * ledger. Replay the flipped bytes of a failing run with its printed seed.
 */
class LedgerOfARunningServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FLIPS = 100;

    @TempDir Path folder;

    @Test
    void whatUsersWroteIsReadBackProvenAndAudited() throws Exception {
        List<String> records = Records.load();
        SandboxSummary service;
        TxId last;
        try (Sandbox sandbox = Sandboxes.start(folder.resolve("sandbox"))) {
            service = sandbox.summary();
            try (UserClient user = new UserClient(service)) {
                List<String> transactions = writeAll(user, records);
                readAllBack(user, records);
                for (String transaction : transactions) {
                    awaitCommit(user, transaction);
                    provesItself(user, transaction, service);
                }
                last = TxId.parse(transactions.getLast());
            }
        }

        AuditReport report =
                LedgerAuditor.audit(options(service.ledger(), service), AuditListener.NONE);
        assertTrue(
                report.last().seqno() > last.seqno(),
                "a signature should follow " + last + ", but the ledger ends at " + report.last());
        everyFlippedByteIsFound(service);
    }

    private static List<String> writeAll(UserClient user, List<String> records) throws Exception {
        List<String> transactions = new ArrayList<>();
        for (int id = 0; id < records.size(); id++) {
            String path = id % 2 == 0 ? "/app/log" : "/app/log/public";
            var body = Json.object().put("id", id).put("msg", records.get(id));
            HttpResponse<String> written = user.post(path, Json.compact(body));
            assertEquals(200, written.statusCode() / 100 * 100, written.body());
            transactions.add(UserClient.transactionId(written));
        }
        return transactions;
    }

    private static void readAllBack(UserClient user, List<String> records) throws Exception {
        for (int id = 0; id < records.size(); id++) {
            String path = id % 2 == 0 ? "/app/log?id=" : "/app/log/public?id=";
            HttpResponse<String> read = user.get(path + id);
            assertEquals(200, read.statusCode(), read.body());
            assertEquals(records.get(id), Json.parse(read.body()).path("msg").stringValue());
        }
    }

    private static void awaitCommit(UserClient user, String transaction) throws Exception {
        Polling.until(
                transaction + " is committed",
                LIMIT,
                () -> {
                    String body = user.get("/app/tx?transaction_id=" + transaction).body();
                    String status = Json.parse(body).path("status").stringValue();
                    return status.equals("Committed") ? Optional.of(status) : Optional.empty();
                });
    }

    private static void provesItself(UserClient user, String transaction, SandboxSummary service)
            throws Exception {
        String receipt =
                Polling.until(
                        "a receipt of " + transaction,
                        LIMIT,
                        () -> {
                            HttpResponse<String> answer =
                                    user.get("/app/receipt?transaction_id=" + transaction);
                            assertTrue(
                                    answer.statusCode() == 200 || answer.statusCode() == 202,
                                    answer.body());
                            return answer.statusCode() == 200
                                    ? Optional.of(answer.body())
                                    : Optional.empty();
                        });
        ReceiptVerifier.verify(Receipt.fromJson(Json.parse(receipt)), serviceCertificate(service));
    }

    private static Certificate serviceCertificate(SandboxSummary service) throws IOException {
        return Certificate.fromPem(Files.readString(service.serviceCertificate()));
    }

    private static AuditOptions options(Path ledger, SandboxSummary service) throws IOException {
        return AuditOptions.of(ledger).withServiceCertificate(serviceCertificate(service));
    }

    /**
     * With the secret that the members' shares open: 48 bytes of the very last signature, its tag
     * and its commit evidence digest, are sealed from everybody else.
     */
    private void everyFlippedByteIsFound(SandboxSummary service) throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        List<Path> files = copyAll(service.ledger(), copy);
        AuditOptions options =
                options(copy, service).withSecrets(LedgerSecrets.of(MemberShares.recover(service)));
        for (int i = 0; i < FLIPS; i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] whole = Files.readAllBytes(file);
            int position = random.nextInt(whole.length);
            int bit = 1 << random.nextInt(8);
            whole[position] ^= (byte) bit;
            Files.write(file, whole);

            boolean isFound = isRefused(options);
            assertTrue(
                    isFound,
                    "byte %d of %s ^ %d was not noticed (seed %d)"
                            .formatted(position, file.getFileName(), bit, seed));

            whole[position] ^= (byte) bit;
            Files.write(file, whole);
        }
        assertFalse(isRefused(options), "the restored copy is the original");
    }

    private static boolean isRefused(AuditOptions options) throws IOException {
        try {
            LedgerAuditor.audit(options, AuditListener.NONE);
            return false;
        } catch (AuditException e) {
            return true;
        }
    }

    private static List<Path> copyAll(Path from, Path to) throws IOException {
        List<Path> copies = new ArrayList<>();
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted().toList()) {
                Path copy = to.resolve(file.getFileName());
                copies.add(Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES));
            }
        }
        return copies;
    }
}
