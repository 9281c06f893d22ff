package dev.tallystick.node.config;

import dev.tallystick.governance.tables.RecoveryRole;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How a node starts (spec 06, 2.4, 2.5 and 4). */
public sealed interface Command {
    /** Output of {@link Start} and {@link Recover}, trust anchor of {@link Join}. */
    Path serviceCertificateFile();

    /**
     * Found a new service.
     *
     * @param serviceCertificateFile where to write the service certificate
     * @param constitutionFiles joined with one line feed
     * @param members the first members
     * @param initialServiceCertificateValidityDays at least 1
     * @param serviceSubjectName subject of the service certificate
     * @param coseIssuer {@code iss} of COSE ledger signatures; may be empty
     * @param coseSubject {@code sub} of COSE ledger signatures; may be empty
     * @param serviceConfiguration first value of {@code service.config}
     */
    record Start(
            Path serviceCertificateFile,
            List<Path> constitutionFiles,
            List<StartMember> members,
            int initialServiceCertificateValidityDays,
            String serviceSubjectName,
            String coseIssuer,
            String coseSubject,
            ServiceConfiguration serviceConfiguration)
            implements Command {
        /** Keeps unmodifiable copies. */
        public Start {
            constitutionFiles = List.copyOf(constitutionFiles);
            members = List.copyOf(members);
        }

        /** The same with another recovery threshold. */
        public Start withRecoveryThreshold(int threshold) {
            return new Start(
                    serviceCertificateFile,
                    constitutionFiles,
                    members,
                    initialServiceCertificateValidityDays,
                    serviceSubjectName,
                    coseIssuer,
                    coseSubject,
                    serviceConfiguration.withRecoveryThreshold(threshold));
        }
    }

    /**
     * Join an existing service.
     *
     * @param serviceCertificateFile trust anchor, must exist
     * @param targetRpcAddress whom to ask
     * @param retryTimeout period of join requests
     * @param followRedirect whether to follow 307 and 308
     * @param fetchRecentSnapshot whether to fetch a snapshot first
     * @param fetchSnapshotMaxAttempts at least 1
     * @param fetchSnapshotRetryInterval pause between attempts
     * @param fetchSnapshotMaxSize largest snapshot accepted
     */
    record Join(
            Path serviceCertificateFile,
            Address targetRpcAddress,
            Duration retryTimeout,
            boolean followRedirect,
            boolean fetchRecentSnapshot,
            int fetchSnapshotMaxAttempts,
            Duration fetchSnapshotRetryInterval,
            ByteSize fetchSnapshotMaxSize)
            implements Command {}

    /**
     * Recover a service from its ledger under a new identity.
     *
     * @param serviceCertificateFile where to write the new service certificate
     * @param initialServiceCertificateValidityDays at least 1
     * @param previousServiceIdentityFile the last service certificate
     * @param previousSealedLedgerSecretLocation directory of sealed secrets, SEV-SNP only, or none
     */
    record Recover(
            Path serviceCertificateFile,
            int initialServiceCertificateValidityDays,
            Path previousServiceIdentityFile,
            @Nullable Path previousSealedLedgerSecretLocation)
            implements Command {}

    /**
     * A member of the first hour.
     *
     * @param certificateFile PEM
     * @param encryptionPublicKeyFile PEM of an RSA key for recovery shares, or none
     * @param dataJsonFile any JSON, or none
     * @param recoveryRole null: a participant where there is an encryption key
     */
    record StartMember(
            Path certificateFile,
            @Nullable Path encryptionPublicKeyFile,
            @Nullable Path dataJsonFile,
            @Nullable RecoveryRole recoveryRole) {
        /** Whether this member gets a share and needs others to recover. */
        public boolean isRecoveryParticipant() {
            return encryptionPublicKeyFile != null
                    && (recoveryRole == null || recoveryRole == RecoveryRole.PARTICIPANT);
        }

        /** Whether this member alone can recover. */
        public boolean isRecoveryOwner() {
            return encryptionPublicKeyFile != null && recoveryRole == RecoveryRole.OWNER;
        }
    }

    /**
     * First value of {@code service.config}: what the file leaves out stays absent there, and
     * readers of the table apply the defaults (spec 03, 9.1).
     *
     * @param recoveryThreshold shares needed to recover; see {@link StartupChecks}
     * @param maximumNodeCertificateValidityDays cap for governance, or none given
     * @param maximumServiceCertificateValidityDays cap for governance, or none given
     * @param recentCoseProposalsWindowSize replay window (spec 03, 3.8), or none given
     */
    record ServiceConfiguration(
            int recoveryThreshold,
            @Nullable Integer maximumNodeCertificateValidityDays,
            @Nullable Integer maximumServiceCertificateValidityDays,
            @Nullable Integer recentCoseProposalsWindowSize) {
        ServiceConfiguration withRecoveryThreshold(int threshold) {
            return new ServiceConfiguration(
                    threshold,
                    maximumNodeCertificateValidityDays,
                    maximumServiceCertificateValidityDays,
                    recentCoseProposalsWindowSize);
        }
    }
}
