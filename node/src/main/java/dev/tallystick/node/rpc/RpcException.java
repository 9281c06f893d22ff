package dev.tallystick.node.rpc;

import dev.tallystick.node.http.HttpResponse;

/**
 * The request's own fault, or a known state of the node: becomes its answer. Headers that were set
 * before are lost; nothing is committed.
 */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponse response;

    /** An error in OData form. */
    public RpcException(int status, String code, String message) {
        this(HttpResponse.error(status, code, message), message);
    }

    /** Any other answer. */
    public RpcException(HttpResponse response, String message) {
        super(message, null, false, false);
        this.response = response;
    }

    /** Something that should not happen. */
    public static RpcException internal(String message) {
        return new RpcException(500, "InternalError", message);
    }

    /** The answer. */
    public HttpResponse response() {
        return response;
    }
}
