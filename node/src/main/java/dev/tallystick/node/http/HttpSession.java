package dev.tallystick.node.http;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

/**
 * One accepted connection, as far as those who answer its requests need to know it.
 *
 * <p>The view belongs to whoever handles the connection's requests; the server only keeps it.
 * Requests of a connection are handled one after the other, each on some execution thread; {@code
 * volatile} publishes a value to the next.
 */
public final class HttpSession {
    private final long id;
    private final InterfaceOptions via;
    private final @Nullable Bytes callerCertificate;

    /** View of the first checked request (spec 02, 5.3); 0 = none was checked yet. */
    private volatile long view;

    /**
     * A session.
     *
     * @param id unique in this process
     * @param via the interface it came in by
     * @param callerCertificate DER of the leaf certificate the client proved possession of, null if
     *     it sent none
     */
    public HttpSession(long id, InterfaceOptions via, @Nullable Bytes callerCertificate) {
        this.id = id;
        this.via = via;
        this.callerCertificate = callerCertificate;
    }

    /** Number of the session, unique in this process. */
    public long id() {
        return id;
    }

    /** The interface it came in by. */
    public InterfaceOptions via() {
        return via;
    }

    /** DER of the client's leaf certificate exactly as received, null if it sent none. */
    public @Nullable Bytes callerCertificate() {
        return callerCertificate;
    }

    /** The view its first checked request ran in, 0 if there was none yet. */
    public long view() {
        return view;
    }

    /** Binds the session to {@code newView}. */
    public void bindTo(long newView) {
        view = newView;
    }
}
