package dev.tallystick.js;

import dev.tallystick.js.ccf.Extension;
import dev.tallystick.js.ccf.HostCall;
import dev.tallystick.ledger.TxId;

import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.OptionalLong;

/** {@code ccf.consensus} (spec 04, section 11). */
final class ConsensusFunctions {
    private final ConsensusView view;

    private ConsensusFunctions(ConsensusView view) {
        this.view = view;
    }

    static Extension extension(ConsensusView view) {
        ConsensusFunctions functions = new ConsensusFunctions(view);
        return new Extension(
                "consensus",
                Map.of(
                        "lastCommitted", functions::lastCommitted,
                        "statusOf", functions::statusOf,
                        "viewOf", functions::viewOf));
    }

    private Object lastCommitted(HostCall call) {
        TxId id = view.lastCommitted();
        return ProxyArray.fromArray((double) id.view(), (double) id.seqno());
    }

    private Object statusOf(HostCall call) {
        return view.status(new TxId(call.integer(0), call.integer(1))).text();
    }

    private @Nullable Object viewOf(HostCall call) {
        OptionalLong found = view.viewOf(call.integer(0));
        return found.isPresent() ? (double) found.getAsLong() : null;
    }
}
