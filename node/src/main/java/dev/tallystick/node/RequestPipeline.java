package dev.tallystick.node;

import dev.tallystick.governance.api.GovernanceApi;
import dev.tallystick.governance.effects.NodeControl;
import dev.tallystick.governance.proposals.ProposalLifeCycle;
import dev.tallystick.governance.proposals.Resolution;
import dev.tallystick.js.Constitution;
import dev.tallystick.js.JsApplication;
import dev.tallystick.js.JsEngine;
import dev.tallystick.node.commit.SignatureSchedule;
import dev.tallystick.node.config.NodeConfiguration;
import dev.tallystick.node.endpoints.Frontends;
import dev.tallystick.node.endpoints.ReceiptSource;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.http.RequestHandler;
import dev.tallystick.node.rpc.Dispatcher;
import dev.tallystick.node.rpc.DispatcherSetup;
import dev.tallystick.node.rpc.FrontendName;
import dev.tallystick.node.rpc.PrimaryOnly;
import dev.tallystick.node.rpc.RequestLog;
import dev.tallystick.node.rpc.RequestObserver;

import java.time.InstantSource;

/** Puts together what answers requests: governance, the application, the node's own endpoints. */
final class RequestPipeline {
    private final NodeConfiguration configuration;
    private final NodeParts parts;
    private final LiveNodeView view;
    private final InstantSource clock;

    RequestPipeline(
            NodeConfiguration configuration,
            NodeParts parts,
            LiveNodeView view,
            InstantSource clock) {
        this.configuration = configuration;
        this.parts = parts;
        this.view = view;
        this.clock = clock;
    }

    /**
     * The handler of all requests.
     *
     * @param control what governance may have the node do
     * @param signatures told of each answer, as it may have made a signature due
     */
    RequestHandler handler(
            JsEngine engine,
            NodeControl control,
            ReceiptSource receipts,
            SignatureSchedule signatures) {
        LiveConsensusView consensus = new LiveConsensusView(parts.consensus());
        ProposalLifeCycle proposals =
                new ProposalLifeCycle(new Resolution(new Constitution(engine), control));
        Frontends.Parts frontends =
                new Frontends.Parts(
                        view,
                        receipts,
                        new GovernanceApi(proposals, control, consensus),
                        new JsApplication(engine, consensus),
                        clock);
        return new Dispatcher(
                new DispatcherSetup(
                        parts.store(),
                        view,
                        Frontends.of(frontends),
                        Listeners.rules(configuration),
                        new PrimaryOnly(view),
                        new SigningLog(signatures),
                        configuration.consensus().maxUncommittedTxCount()));
    }

    /** Logs requests, and signs when enough of them have been executed (spec 01, 5.4). */
    private static final class SigningLog implements RequestObserver {
        private final RequestLog log = new RequestLog();
        private final SignatureSchedule signatures;

        SigningLog(SignatureSchedule signatures) {
            this.signatures = signatures;
        }

        @Override
        public void completed(Completed event) {
            signatures.onCommitted();
            log.completed(event);
        }

        @Override
        public void dispatchFailed(FrontendName frontend, String verb, String path, int status) {
            log.dispatchFailed(frontend, verb, path, status);
        }

        @Override
        public void refused(
                FrontendName frontend, String verb, String path, HttpResponse response) {
            log.refused(frontend, verb, path, response);
        }
    }
}
