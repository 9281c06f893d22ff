package dev.tallystick.governance;

import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeInfo;
import dev.tallystick.governance.tables.RecoveryRole;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;

/**
 * All that the first transaction of a service records (spec 03, 9.1).
 *
 * @param createTxId its own id: 2.1
 * @param serviceCertificate PEM
 * @param serviceData what the operator notes about the service
 * @param members the initial members; a certificate given twice counts once
 * @param configuration as configured, the threshold not yet defaulted
 * @param constitution the whole text
 * @param node the first node
 */
public record GenesisParameters(
        TxId createTxId,
        String serviceCertificate,
        @Nullable JsonNode serviceData,
        List<Member> members,
        ServiceConfig configuration,
        String constitution,
        FirstNode node) {
    /** Copies the list. */
    public GenesisParameters {
        members = List.copyOf(members);
    }

    /**
     * An initial member.
     *
     * @param certificate PEM
     * @param encryptionPublicKey PEM, RSA; null for one that takes no part in recoveries
     * @param data what is noted about it
     * @param role as configured; null where nothing is
     */
    public record Member(
            String certificate,
            @Nullable String encryptionPublicKey,
            @Nullable JsonNode data,
            @Nullable RecoveryRole role) {}

    /**
     * The node that starts the service.
     *
     * @param info its row, trusted
     * @param endorsedCertificate PEM, issued by the service
     * @param trust which code may join besides: that of this node
     */
    public record FirstNode(NodeId id, NodeInfo info, String endorsedCertificate, Trust trust) {}

    /** What the first node's own evidence lets later nodes run. */
    public sealed interface Trust {
        /**
         * On the platform that proves nothing.
         *
         * @param measurement text
         * @param hostData hex
         */
        record Virtual(String measurement, String hostData) implements Trust {}

        /**
         * On AMD SEV-SNP.
         *
         * @param measurement hex; null where UVM endorsements stand in for it
         * @param hostData hex
         * @param securityPolicy its text, "" when unknown
         */
        record Snp(
                @Nullable String measurement,
                String hostData,
                String securityPolicy,
                @Nullable UvmEndorsements uvmEndorsements,
                @Nullable MinimumTcb minimumTcb)
                implements Trust {}
    }

    /** Who vouches for a utility VM, for which feed, from which security version on. */
    public record UvmEndorsements(String did, String feed, String svn) {}

    /**
     * The least firmware versions of a processor model.
     *
     * @param cpuid 8 hex digits
     * @param versions as {@code nodes.snp.tcb_versions} stores them
     */
    public record MinimumTcb(String cpuid, JsonNode versions) {}
}
