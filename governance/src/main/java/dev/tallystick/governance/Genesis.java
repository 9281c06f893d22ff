package dev.tallystick.governance;

import dev.tallystick.governance.tables.MemberAck;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.MemberInfo;
import dev.tallystick.governance.tables.MemberStatus;
import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.Certificate;

import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the transaction with which a service begins (spec 03, 9.1). */
public final class Genesis {
    private static final String ALLOWED_TO_JOIN = "AllowedToJoin";

    private Genesis() {}

    /**
     * Writes every row. The transaction must be empty and the store too.
     *
     * @throws RecoveryThreshold.InvalidException before anything is written, when the members could
     *     not recover the service
     * @throws dev.tallystick.ledger.LedgerFormatException when a member's certificate is none
     */
    public static void write(Transaction tx, GenesisParameters parameters) {
        Map<MemberId, GenesisParameters.Member> members = distinct(parameters);
        long threshold =
                RecoveryThreshold.resolve(
                        parameters.configuration().recoveryThreshold(), members.values());
        putService(tx, parameters, threshold);
        members.forEach((id, member) -> putMember(tx, id, member));
        Tables.CONSTITUTION.put(tx, parameters.constitution());
        putNode(tx, parameters.node());
    }

    private static Map<MemberId, GenesisParameters.Member> distinct(GenesisParameters parameters) {
        Map<MemberId, GenesisParameters.Member> members = new LinkedHashMap<>();
        for (GenesisParameters.Member member : parameters.members()) {
            Certificate certificate = Certificate.fromPem(member.certificate());
            members.putIfAbsent(MemberId.of(certificate.fingerprint()), member);
        }
        return members;
    }

    private static void putService(Transaction tx, GenesisParameters parameters, long threshold) {
        Tables.SERVICE_INFO.put(
                tx,
                new ServiceInfo(
                        parameters.serviceCertificate(),
                        ServiceStatus.OPENING,
                        0L,
                        parameters.createTxId(),
                        null,
                        parameters.serviceData()));
        Tables.SERVICE_CONFIG.put(tx, parameters.configuration().replacingThreshold(threshold));
    }

    private static void putMember(Transaction tx, MemberId id, GenesisParameters.Member member) {
        Tables.MEMBER_CERTS.put(tx, id, member.certificate());
        Tables.MEMBER_INFO.put(
                tx, id, new MemberInfo(MemberStatus.ACCEPTED, member.data(), member.role()));
        Tables.MEMBER_ACKS.put(tx, id, MemberAck.pending(""));
        if (member.encryptionPublicKey() != null) {
            Tables.MEMBER_ENCRYPTION_KEYS.put(tx, id, member.encryptionPublicKey());
        }
    }

    private static void putNode(Transaction tx, GenesisParameters.FirstNode node) {
        Tables.NODE_INFO.put(tx, node.id(), node.info());
        Tables.NODE_ENDORSED_CERTIFICATES.put(tx, node.id(), node.endorsedCertificate());
        switch (node.trust()) {
            case GenesisParameters.Trust.Virtual trust -> {
                Tables.VIRTUAL_MEASUREMENTS.put(tx, trust.measurement(), ALLOWED_TO_JOIN);
                Tables.VIRTUAL_HOST_DATA.put(tx, trust.hostData(), true);
            }
            case GenesisParameters.Trust.Snp trust -> putSnpTrust(tx, trust);
        }
    }

    private static void putSnpTrust(Transaction tx, GenesisParameters.Trust.Snp trust) {
        GenesisParameters.UvmEndorsements uvm = trust.uvmEndorsements();
        if (uvm != null) {
            ObjectNode feeds = Json.object();
            feeds.putObject(uvm.feed()).put("svn", uvm.svn());
            Tables.SNP_UVM_ENDORSEMENTS.put(tx, uvm.did(), feeds);
        } else if (trust.measurement() != null) {
            Tables.SNP_MEASUREMENTS.put(tx, trust.measurement(), ALLOWED_TO_JOIN);
        }
        Tables.SNP_HOST_DATA.put(tx, trust.hostData(), trust.securityPolicy());
        GenesisParameters.MinimumTcb tcb = trust.minimumTcb();
        if (tcb != null) {
            Tables.SNP_TCB_VERSIONS.put(tx, tcb.cpuid(), tcb.versions());
        }
    }
}
