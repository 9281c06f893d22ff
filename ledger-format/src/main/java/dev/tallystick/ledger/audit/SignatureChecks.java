package dev.tallystick.ledger.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/**
 * Signatures that are being verified on other threads, while the audit goes on with what they sign.
 * At most {@value #PENDING_MAX} are under way.
 */
final class SignatureChecks {
    private static final int PENDING_MAX = 256;

    private final Workers workers;
    private final Deque<Pending> pending = new ArrayDeque<>();

    private record Pending(AuditException fault, Future<Boolean> check) {}

    SignatureChecks(Workers workers) {
        this.workers = workers;
    }

    /**
     * Begins a verification.
     *
     * @param fault what is wrong if it fails
     */
    void add(AuditException fault, Callable<Boolean> verification) {
        if (pending.size() == PENDING_MAX) {
            settle(pending.removeFirst());
        }
        pending.add(new Pending(fault, workers.run(verification)));
    }

    /**
     * Waits for all verifications.
     *
     * @throws AuditException for the first that failed
     */
    void settle() {
        while (!pending.isEmpty()) {
            settle(pending.removeFirst());
        }
    }

    private static void settle(Pending pending) {
        if (!Workers.await(pending.check)) {
            throw pending.fault;
        }
    }
}
