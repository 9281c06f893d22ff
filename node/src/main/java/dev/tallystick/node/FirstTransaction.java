package dev.tallystick.node;

import dev.tallystick.governance.Genesis;
import dev.tallystick.governance.GenesisParameters;
import dev.tallystick.governance.RecoveryThreshold;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeInfo;
import dev.tallystick.governance.tables.NodeInterface;
import dev.tallystick.governance.tables.NodeStatus;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.node.config.Command.ServiceConfiguration;
import dev.tallystick.node.config.Command.Start;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.StartInputs;
import dev.tallystick.node.config.StartupException;
import dev.tallystick.platform.VerifiedQuote;
import dev.tallystick.platform.snp.SnpProduct;
import dev.tallystick.platform.snp.SnpReport;

import org.jspecify.annotations.Nullable;

/** The transaction 2.1, with which a service begins (spec 06, 2.4; spec 03, 9.1). */
final class FirstTransaction {
    private static final TxId ID = new TxId(2, 1);

    private final NodeIdentity node;
    private final ServiceIdentity service;
    private final BoundInterfaces interfaces;

    FirstTransaction(NodeIdentity node, ServiceIdentity service, BoundInterfaces interfaces) {
        this.node = node;
        this.service = service;
        this.interfaces = interfaces;
    }

    /**
     * Writes and commits it.
     *
     * @throws StartupException if what the configuration names makes no service
     */
    void commit(Store store, Start start, StartInputs inputs, Evidence evidence) {
        Transaction tx = store.begin();
        try {
            Genesis.write(tx, parameters(start, inputs, evidence));
        } catch (LedgerFormatException | RecoveryThreshold.InvalidException e) {
            throw new StartupException(
                    ExitStatus.VALIDATION_ERROR, "$.command.start.members: " + e.getMessage());
        }
        CommitResult result = store.commit(tx);
        if (!(result instanceof CommitResult.Committed(TxId id)) || !id.equals(ID)) {
            throw new IllegalStateException("the first transaction ended as " + result);
        }
    }

    private GenesisParameters parameters(Start start, StartInputs inputs, Evidence evidence) {
        return new GenesisParameters(
                ID,
                service.certificate().pem(),
                inputs.serviceData(),
                inputs.members().stream().map(FirstTransaction::member).toList(),
                configuration(start.serviceConfiguration()),
                inputs.constitution(),
                new GenesisParameters.FirstNode(
                        new NodeId(node.id()),
                        nodeInfo(inputs, evidence),
                        CertificateIssuer.endorse(
                                        node.signingRequest(),
                                        service.key(),
                                        service.certificate(),
                                        Validity.of(node.selfSigned()))
                                .pem(),
                        trust(evidence.verified())));
    }

    /** This node's own code may join again. */
    private static GenesisParameters.Trust trust(VerifiedQuote quote) {
        String hostData = quote.hostDataHex().orElse("");
        return switch (quote) {
            case VerifiedQuote.Virtual own ->
                    new GenesisParameters.Trust.Virtual(own.measurement().text(), hostData);
            case VerifiedQuote.Snp(SnpReport report) ->
                    new GenesisParameters.Trust.Snp(
                            quote.measurement().hex(), hostData, "", null, minimumTcb(report));
        };
    }

    private static GenesisParameters.@Nullable MinimumTcb minimumTcb(SnpReport report) {
        return SnpProduct.of(report.cpuFamily(), report.cpuModel())
                .map(
                        product ->
                                new GenesisParameters.MinimumTcb(
                                        SnpProduct.cpuidHex(
                                                report.cpuFamily(),
                                                report.cpuModel(),
                                                report.cpuStepping()),
                                        report.reportedTcb().on(product).toJson()))
                .orElse(null);
    }

    private NodeInfo nodeInfo(StartInputs inputs, Evidence evidence) {
        return new NodeInfo(
                NodeStatus.TRUSTED,
                evidence.quote(),
                node.encryptionKey().publicKeyPem(),
                node.signingKey().publicKey().pem(),
                node.signingRequest(),
                evidence.verified().measurement().hex(),
                NodeInterface.fromJson(interfaces.nodeToNode()),
                interfaces.rpcInterfaces(),
                null,
                inputs.nodeData(),
                false,
                false,
                null);
    }

    private static GenesisParameters.Member member(StartInputs.Member member) {
        return new GenesisParameters.Member(
                member.certificatePem(),
                member.encryptionKeyPem(),
                member.data(),
                member.encryptionKeyPem() == null ? null : member.recoveryRole());
    }

    private static ServiceConfig configuration(ServiceConfiguration settings) {
        return new ServiceConfig(
                settings.recoveryThreshold(),
                longOrNull(settings.maximumNodeCertificateValidityDays()),
                longOrNull(settings.maximumServiceCertificateValidityDays()),
                longOrNull(settings.recentCoseProposalsWindowSize()),
                null);
    }

    private static @Nullable Long longOrNull(@Nullable Integer value) {
        return value == null ? null : value.longValue();
    }
}
