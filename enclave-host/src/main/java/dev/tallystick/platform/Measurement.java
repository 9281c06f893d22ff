package dev.tallystick.platform;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Hex;

/**
 * What names the code a node was launched with: 48 bytes of a launch digest on SNP, an ASCII text
 * on the virtual platform.
 */
public record Measurement(Bytes bytes) {

    /** The form of {@code code_digest} and of the node endpoints. */
    public String hex() {
        return Hex.encode(bytes.toArray());
    }

    /** The key of the virtual measurements table. */
    public String text() {
        return bytes.utf8();
    }

    @Override
    public String toString() {
        return hex();
    }
}
