package dev.tallystick.node;

import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.node.config.BuildVersion;
import dev.tallystick.node.endpoints.NodeState;
import dev.tallystick.node.endpoints.NodeView;
import dev.tallystick.node.http.HttpServer;
import dev.tallystick.node.http.SessionMetrics;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** What endpoints may know of the running node. Safe for use by any thread. */
final class LiveNodeView implements NodeView {
    private final NodeParts parts;
    private final HttpServer server;
    private final String scriptEngineVersion;

    private volatile NodeState state = NodeState.INITIALIZED;
    private volatile boolean isStopNoticeGiven;

    LiveNodeView(NodeParts parts, HttpServer server, String scriptEngineVersion) {
        this.parts = parts;
        this.server = server;
        this.scriptEngineVersion = scriptEngineVersion;
    }

    void enter(NodeState next) {
        state = next;
    }

    void giveStopNotice() {
        isStopNoticeGiven = true;
    }

    @Override
    public Optional<RaftStatus> status() {
        return parts.consensus().status();
    }

    @Override
    public boolean isStalled() {
        return parts.consensus().isStalled();
    }

    @Override
    public String nodeId() {
        return parts.node().id();
    }

    @Override
    public NodeState state() {
        return state;
    }

    @Override
    public boolean isStopNoticeGiven() {
        return isStopNoticeGiven;
    }

    @Override
    public long lastSignedSeqno() {
        return parts.store().lastSignatureSeqno();
    }

    @Override
    public long startupSeqno() {
        return 0;
    }

    @Override
    public Optional<RecoveryProgress> recoveryProgress() {
        return Optional.empty();
    }

    @Override
    public String selfSignedCertificatePem() {
        return parts.node().selfSigned().pem();
    }

    @Override
    public ObjectNode rpcInterfaces() {
        return parts.interfaces().rpcJson();
    }

    @Override
    public boolean isGovernanceOpen() {
        return parts.credentials().isEndorsementCommitted();
    }

    @Override
    public boolean isApplicationOpen() {
        return parts.service().isOpen();
    }

    @Override
    public @Nullable SessionMetrics sessions() {
        return server.metrics();
    }

    @Override
    public String softwareVersion() {
        return BuildVersion.description();
    }

    @Override
    public String scriptEngineVersion() {
        return scriptEngineVersion;
    }
}
