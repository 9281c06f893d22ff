package dev.tallystick.js.ccf;

import dev.tallystick.ledger.LedgerFormatException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;

/** What every script has: the console, randomness, conversions (spec 04, sections 9 and 14). */
final class BaseFunctions {
    private static final Logger LOG = LoggerFactory.getLogger("dev.tallystick.js.console");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Longest line that a script can log, characters; the rest is cut. */
    private static final int LINE_LENGTH_MAX = 64 << 10;

    private BaseFunctions() {}

    static Extension extension() {
        return new Extension(
                "base",
                Map.of(
                        "log", BaseFunctions::log,
                        "random", call -> (RANDOM.nextLong() >>> 12) * 0x1p-52,
                        "strToBuf", call -> ByteBuffer.wrap(ScriptText.encode(call.string(0))),
                        "bufToStr", call -> ScriptText.decode(call.bytes(0)),
                        "pemToId", BaseFunctions::pemToId));
    }

    private static @Nullable Object log(HostCall call) {
        Marker tag = MarkerFactory.getMarker(call.invocation().mode().logTag());
        String line = call.string(1);
        if (line.length() > LINE_LENGTH_MAX) {
            line = line.substring(0, LINE_LENGTH_MAX) + "…";
        }
        switch (call.string(0)) {
            case "error" -> LOG.error(tag, "{}", line);
            case "warn" -> LOG.warn(tag, "{}", line);
            default -> LOG.info(tag, "{}", line);
        }
        return null;
    }

    private static Object pemToId(HostCall call) {
        try {
            return CryptoFunctions.firstCertificate(call.string(0)).fingerprint().hex();
        } catch (LedgerFormatException e) {
            throw call.internalError("Failed to parse PEM: " + e.getMessage());
        }
    }
}
