package dev.tallystick.node.endpoints;

import dev.tallystick.node.http.SessionMetrics;
import dev.tallystick.node.rpc.ConsensusSource;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * Port to the running node: what endpoints tell of it and no table holds. Implemented by the
 * composition in {@code dev.tallystick.node}; every answer is cheap and may be asked for from any
 * thread.
 */
public interface NodeView extends ConsensusSource {
    /** Hex SHA-256 of the node's public key. */
    String nodeId();

    /** Where the node is in its life. */
    NodeState state();

    /** Whether the operator has asked the node to stop. */
    boolean isStopNoticeGiven();

    /** Seqno of the last signature transaction, 0 if there is none. */
    long lastSignedSeqno();

    /** Seqno of the snapshot the node started from, 0 if it started without. */
    long startupSeqno();

    /** How far recovery has come; empty unless {@link NodeState#READING_PRIVATE_LEDGER}. */
    Optional<RecoveryProgress> recoveryProgress();

    /** The self-signed certificate of the node, PEM. */
    String selfSignedCertificatePem();

    /**
     * The node's own RPC interfaces as configured, real addresses filled in: name to interface
     * object (spec 02, 2.2). A new object each time.
     */
    ObjectNode rpcInterfaces();

    /** Whether the node serves {@code /gov} (spec 06, 2.6). */
    boolean isGovernanceOpen();

    /** Whether the node serves applications (spec 06, 2.6). */
    boolean isApplicationOpen();

    /** Sessions of all interfaces; null before the server is bound. */
    @Nullable SessionMetrics sessions();

    /** Value of {@code ccf_version}, e.g. {@code ccf-7.0.0-tallystick-0.1.0}. */
    String softwareVersion();

    /** Name and version of the JavaScript engine, for {@code quickjs_version}. */
    String scriptEngineVersion();

    /**
     * How far private recovery has come.
     *
     * @param targetSeqno last seqno to be recovered
     * @param lastRecoveredSeqno last seqno recovered
     */
    record RecoveryProgress(long targetSeqno, long lastRecoveredSeqno) {}
}
