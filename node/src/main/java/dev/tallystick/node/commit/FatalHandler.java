package dev.tallystick.node.commit;

/** What the node does when it cannot go on without risking the ledger: say why, and stop. */
@FunctionalInterface
public interface FatalHandler {
    /**
     * Stops the node. Called from any thread, possibly more than once; must not wait for that
     * thread.
     *
     * @param what failed, for the operator
     * @param cause why
     */
    void stop(String what, Throwable cause);
}
