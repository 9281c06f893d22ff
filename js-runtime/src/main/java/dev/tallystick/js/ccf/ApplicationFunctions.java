package dev.tallystick.js.ccf;

import dev.tallystick.ledger.Digest;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Map;

/** The request's body and {@code ccf.rpc} (spec 04, sections 5 and 11). */
public final class ApplicationFunctions {
    private ApplicationFunctions() {}

    /** For interpreters that run endpoint handlers. */
    public static Extension extension() {
        return new Extension(
                "rpc",
                Map.of(
                        "bodyText", call -> ScriptText.decode(call.invocation().body()),
                        "bodyBytes", call -> ByteBuffer.wrap(call.invocation().body().clone()),
                        "coseContent", ApplicationFunctions::coseContent,
                        "convertingBody", ApplicationFunctions::convertingBody,
                        "setApplyWrites", ApplicationFunctions::setApplyWrites,
                        "setClaimsDigest", ApplicationFunctions::setClaimsDigest));
    }

    private static Object coseContent(HostCall call) {
        byte[] content = call.invocation().coseContent();
        if (content == null) {
            throw call.internalError("The request is not signed");
        }
        return ByteBuffer.wrap(content.clone());
    }

    private static @Nullable Object convertingBody(HostCall call) {
        call.invocation().convertingBody(call.argument(0).asBoolean());
        return null;
    }

    private static @Nullable Object setApplyWrites(HostCall call) {
        call.invocation().applyWrites(call.argument(0).asBoolean());
        return null;
    }

    private static @Nullable Object setClaimsDigest(HostCall call) {
        byte[] digest = call.bytes(0);
        if (digest.length != Digest.LENGTH) {
            throw call.typeError(
                    "Argument must be an ArrayBuffer of %d bytes, not %d"
                            .formatted(Digest.LENGTH, digest.length));
        }
        call.invocation().claimsDigest(Digest.of(digest));
        return null;
    }
}
