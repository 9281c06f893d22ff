package dev.tallystick.governance.api;

/** What an endpoint does, once the caller and the version are known to be right. */
public interface GovHandler {
    /**
     * Answers one request; writes go to the transaction of the call.
     *
     * @throws dev.tallystick.governance.GovException to refuse it
     */
    GovResponse handle(GovCall call);
}
