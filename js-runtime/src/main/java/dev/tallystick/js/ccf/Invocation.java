package dev.tallystick.js.ccf;

import dev.tallystick.kv.MapHandle;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Digest;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What one execution of a script acts on, and what it asked for. Confined to the thread that
 * executes.
 *
 * <p>Once {@link #abort} was called the execution is lost: each further host call fails at once,
 * and its caller must ask {@link #throwIfAborted} before it believes in a result.
 */
public final class Invocation {
    private final ExecutionMode mode;
    private final Transaction transaction;
    private final byte[] body;
    private final byte @Nullable [] coseContent;
    private final Map<String, Table> tables = new HashMap<>();

    private @Nullable Boolean applyWrites;
    private @Nullable Digest claimsDigest;
    private @Nullable RuntimeException aborted;
    private boolean isConvertingBody;

    /** A table, and what this execution may do with it. */
    record Table(MapHandle handle, TableAccess access) {}

    /**
     * An execution for an application.
     *
     * @param body of the request; read only
     * @param coseContent the payload of a signed request, null if it is none
     */
    public Invocation(
            ExecutionMode mode,
            Transaction transaction,
            byte[] body,
            byte @Nullable [] coseContent) {
        this.mode = mode;
        this.transaction = transaction;
        this.body = body;
        this.coseContent = coseContent;
    }

    /** An execution for governance, which has no request. */
    public Invocation(ExecutionMode mode, Transaction transaction) {
        this(mode, transaction, new byte[0], null);
    }

    /** In which role the script runs. */
    public ExecutionMode mode() {
        return mode;
    }

    /** The transaction on which everything happens. */
    public Transaction transaction() {
        return transaction;
    }

    byte[] body() {
        return body;
    }

    byte @Nullable [] coseContent() {
        return coseContent;
    }

    Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            TableAccess access = mode.accessTo(name);
            table = new Table(transaction.map(name), access);
            tables.put(name, table);
        }
        return table;
    }

    void applyWrites(boolean apply) {
        applyWrites = apply;
    }

    void claimsDigest(Digest digest) {
        claimsDigest = digest;
    }

    /** What the script chose, null if it did not. */
    public @Nullable Boolean applyWrites() {
        return applyWrites;
    }

    /** What the script set, null if it did not. */
    public @Nullable Digest claimsDigest() {
        return claimsDigest;
    }

    void convertingBody(boolean converting) {
        isConvertingBody = converting;
    }

    /** Whether it failed while the body of the response was turned into JSON. */
    public boolean isConvertingBody() {
        return isConvertingBody;
    }

    void abort(RuntimeException cause) {
        if (aborted == null) {
            aborted = cause;
        }
    }

    /** Fails with what a host function failed with, though the script may have caught it. */
    public void throwIfAborted() {
        if (aborted != null) {
            throw aborted;
        }
    }
}
