package dev.tallystick.node.endpoints;

import dev.tallystick.governance.api.GovernanceApi;
import dev.tallystick.js.JsApplication;
import dev.tallystick.node.rpc.AuthPolicies;
import dev.tallystick.node.rpc.Endpoint;
import dev.tallystick.node.rpc.EndpointRegistry;
import dev.tallystick.node.rpc.Frontend;
import dev.tallystick.node.rpc.FrontendName;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All endpoints of a node, ready for the dispatcher. */
public final class Frontends {
    private Frontends() {}

    /**
     * What the frontends are made of.
     *
     * @param node what the node tells of itself
     * @param receipts where receipts come from
     * @param governance the routes below {@code /gov}
     * @param application the deployed JavaScript application
     * @param clock by which the validity of certificates and evidence is judged
     */
    public record Parts(
            NodeView node,
            ReceiptSource receipts,
            GovernanceApi governance,
            JsApplication application,
            InstantSource clock) {}

    /** The three frontends. */
    public static List<Frontend> of(Parts parts) {
        NodeView node = parts.node();
        AuthPolicies policies = new AuthPolicies(parts.clock());
        CommonEndpoints common = new CommonEndpoints(node, parts.receipts());
        GovEndpoints gov = new GovEndpoints(parts.governance());

        List<Endpoint> ofNode = new ArrayList<>(common.of(FrontendName.NODE));
        ofNode.addAll(new NodeEndpoints(node).all());
        ofNode.addAll(new NetworkEndpoints(node).all());
        ofNode.addAll(new ServiceEndpoints(node, parts.clock()).all());
        ofNode.addAll(new ConsensusEndpoints(node).all());
        ofNode.addAll(new MetricsEndpoints(node).all());

        List<Endpoint> ofGov = new ArrayList<>(common.of(FrontendName.GOV));
        ofGov.addAll(gov.all());

        return List.of(
                new Frontend(FrontendName.NODE, () -> true, List.of(new EndpointRegistry(ofNode))),
                new Frontend(
                        FrontendName.GOV,
                        node::isGovernanceOpen,
                        List.of(new EndpointRegistry(ofGov))),
                new Frontend(
                        FrontendName.APP,
                        node::isApplicationOpen,
                        List.of(
                                new JsEndpoints(parts.application(), policies),
                                new EndpointRegistry(common.of(FrontendName.APP)))));
    }
}
