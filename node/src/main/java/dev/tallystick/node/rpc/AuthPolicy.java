package dev.tallystick.node.rpc;

import dev.tallystick.kv.Transaction;

import java.util.Optional;

/** One way to recognise a caller (spec 02, section 7). Stateless. */
public interface AuthPolicy {
    /** Its name in {@code authn_policies} and in the details of a 401. */
    String name();

    /**
     * Tries to recognise the caller of {@code request}; may read tables through {@code
     * transaction}.
     *
     * @throws RpcException where CCF answers 400 or 500 instead of trying the next policy
     */
    Verdict authenticate(RpcRequest request, Transaction transaction);

    /** The {@code www-authenticate} header of a 401 whose last policy this is; empty if none. */
    default Optional<String> challenge() {
        return Optional.empty();
    }

    /** What a policy says. */
    sealed interface Verdict {
        /** Recognised. */
        record Accepted(Caller caller) implements Verdict {}

        /** Not recognised, and why. */
        record Rejected(String message) implements Verdict {}
    }
}
