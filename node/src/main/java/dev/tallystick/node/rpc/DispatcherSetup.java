package dev.tallystick.node.rpc;

import dev.tallystick.kv.Store;

import java.util.List;
import java.util.Map;

/**
 * What a dispatcher is made of.
 *
 * @param store that transactions run on
 * @param consensus what consensus says
 * @param frontends all three
 * @param interfaces rules by interface name; {@link InterfaceRules#NONE} where absent
 * @param placement here or elsewhere
 * @param observer hears of every request
 * @param uncommittedMax transactions that may be uncommitted before new requests to the app and gov
 *     frontends of a primary are refused; 0 = any number
 */
public record DispatcherSetup(
        Store store,
        ConsensusSource consensus,
        List<Frontend> frontends,
        Map<String, InterfaceRules> interfaces,
        Placement placement,
        RequestObserver observer,
        long uncommittedMax) {
    /** {@code consensus.max_uncommitted_tx_count} where it is not configured. */
    public static final long UNCOMMITTED_MAX_DEFAULT = 10_000;

    /** Copies the collections. */
    public DispatcherSetup {
        frontends = List.copyOf(frontends);
        interfaces = Map.copyOf(interfaces);
    }
}
