package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Firmware versions by name: those of a report, of a certificate, or the least that a service
 * accepts (spec 07, 2.3). Null = absent.
 *
 * @param fmc only on Turin
 * @param hexstring informational
 */
public record TcbPolicy(
        @Nullable Integer microcode,
        @Nullable Integer snp,
        @Nullable Integer tee,
        @Nullable Integer bootLoader,
        @Nullable Integer fmc,
        @Nullable String hexstring) {

    /**
     * Reads a row of {@code public:ccf.gov.nodes.snp.tcb_versions}.
     *
     * @throws LedgerFormatException if a member is not a number from 0 to 2^31 - 1
     */
    public static TcbPolicy fromJson(JsonNode json) {
        JsonNode hexstring = json.path("hexstring");
        return new TcbPolicy(
                number(json, "microcode"),
                number(json, "snp"),
                number(json, "tee"),
                number(json, "boot_loader"),
                number(json, "fmc"),
                hexstring.isString() ? hexstring.stringValue() : null);
    }

    /** The row, without absent members; a new tree. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        put(json, "boot_loader", bootLoader);
        put(json, "fmc", fmc);
        if (hexstring != null) {
            json.put("hexstring", hexstring);
        }
        put(json, "microcode", microcode);
        put(json, "snp", snp);
        put(json, "tee", tee);
        return json;
    }

    /**
     * Whether {@code tested} is at least this in every component. A component that only one of the
     * two has is a failure.
     */
    public boolean isMetBy(TcbPolicy tested) {
        return isMet(microcode, tested.microcode)
                && isMet(snp, tested.snp)
                && isMet(tee, tested.tee)
                && isMet(bootLoader, tested.bootLoader)
                && isMet(fmc, tested.fmc);
    }

    private static boolean isMet(@Nullable Integer minimum, @Nullable Integer tested) {
        if (minimum == null || tested == null) {
            return minimum == null && tested == null;
        }
        return minimum <= tested;
    }

    private static @Nullable Integer number(JsonNode json, String name) {
        JsonNode member = json.path(name);
        if (member.isMissingNode() || member.isNull()) {
            return null;
        }
        if (!member.isInt() || member.intValue() < 0) {
            throw new LedgerFormatException("TCB version member " + name + " is not a number");
        }
        return member.intValue();
    }

    private static void put(ObjectNode json, String name, @Nullable Integer value) {
        if (value != null) {
            json.put(name, value.intValue());
        }
    }
}
