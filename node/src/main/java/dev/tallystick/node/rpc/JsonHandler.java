package dev.tallystick.node.rpc;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** Answers with a JSON value; the usual form of a built-in endpoint (spec 02, 3.6). */
@FunctionalInterface
public interface JsonHandler {
    /**
     * The value to be answered with 200; null for 204 without a body.
     *
     * @throws RpcException to answer with an error
     */
    @Nullable JsonNode handle(RequestContext context);

    /** The same as an endpoint's handler, which also checks the {@code accept} header. */
    default EndpointHandler negotiating() {
        return context -> {
            JsonNode value = handle(context);
            if (value == null) {
                return RpcResponse.empty(204);
            }
            context.request().header("accept").ifPresent(AcceptHeader::requireJson);
            return RpcResponse.json(value);
        };
    }

    /** The same without looking at {@code accept}. */
    default EndpointHandler plain() {
        return context -> {
            JsonNode value = handle(context);
            return value == null ? RpcResponse.empty(204) : RpcResponse.json(value);
        };
    }
}
