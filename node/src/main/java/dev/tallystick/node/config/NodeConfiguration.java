package dev.tallystick.node.config;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The whole configuration file of a node, defaults filled in (spec 06, 1.5). Component names are
 * those of the file in Java spelling; relative paths are relative to the working directory of the
 * process.
 *
 * @param network listeners
 * @param command how the node starts
 * @param nodeCertificate contents of the node's own certificate
 * @param nodeDataJsonFile JSON for {@code nodes.info}, or none
 * @param serviceDataJsonFile JSON for {@code service.info}, or none
 * @param attestation where SEV-SNP evidence comes from
 * @param ledger where the ledger lives
 * @param snapshots where and how often snapshots are taken
 * @param logFormat form of the log lines
 * @param consensus time-outs of replication
 * @param ledgerSignatures when a signature transaction is due
 * @param jwtKeyRefreshInterval period of the JWT key refresh
 * @param outputFiles files that the node writes for its operator
 * @param tickInterval period of the internal clock
 * @param slowIoLoggingThreshold file operations longer than this are logged
 * @param nodeClientInterface address that outgoing connections bind to, or none
 * @param clientConnectionTimeout limit for outgoing connections
 * @param idleConnectionTimeout idle sessions are closed after this; null never
 * @param workerThreads execution threads besides the first; 0 lets the node choose
 * @param memory sizes of CCF's ring buffers; only validated
 * @param ignoreFirstSigterm whether the first SIGTERM only announces the stop (spec 06, 9.2)
 * @param nodeToNodeMessageLimit messages of a channel before it is re-keyed
 * @param historicalCacheSoftLimit budget of the historical cache
 * @param largeValues whether and where large values live on disk; not in CCF's file
 */
public record NodeConfiguration(
        Network network,
        Command command,
        NodeCertificate nodeCertificate,
        @Nullable Path nodeDataJsonFile,
        @Nullable Path serviceDataJsonFile,
        Attestation attestation,
        Ledger ledger,
        Snapshots snapshots,
        LogFormat logFormat,
        Consensus consensus,
        LedgerSignatures ledgerSignatures,
        Duration jwtKeyRefreshInterval,
        OutputFiles outputFiles,
        Duration tickInterval,
        Duration slowIoLoggingThreshold,
        @Nullable String nodeClientInterface,
        Duration clientConnectionTimeout,
        @Nullable Duration idleConnectionTimeout,
        int workerThreads,
        Memory memory,
        boolean ignoreFirstSigterm,
        long nodeToNodeMessageLimit,
        ByteSize historicalCacheSoftLimit,
        LargeValues largeValues) {

    /** Form of the log lines (spec 06, 9.3). */
    public enum LogFormat {
        /** Columns for people. */
        TEXT,
        /** One object a line. */
        JSON
    }

    /** Curve of the node's and the service's keys. */
    public enum CurveId {
        /** P-384, the default. */
        SECP384R1,
        /** P-256. */
        SECP256R1
    }

    /**
     * Contents of the node's certificate (spec 06, 3.1).
     *
     * @param subjectName for example {@code CN=CCF Node}
     * @param subjectAltNames items {@code iPAddress:<ip>} or {@code dNSName:<name>}; empty: derived
     *     from the published addresses (spec 06, 3.2)
     * @param curveId curve of the node key and of the service key
     * @param initialValidityDays at least 1
     */
    public record NodeCertificate(
            String subjectName,
            List<String> subjectAltNames,
            CurveId curveId,
            int initialValidityDays) {
        /** Keeps an unmodifiable copy. */
        public NodeCertificate {
            subjectAltNames = List.copyOf(subjectAltNames);
        }
    }

    /**
     * Where SEV-SNP evidence comes from (spec 06, 2.3).
     *
     * @param snpSecurityPolicyFile base64 text of the policy
     * @param snpUvmEndorsementsFile base64 text of a COSE message
     * @param snpEndorsementsFile base64 text of the host's JSON
     * @param snpEndorsementsServers asked in order
     */
    public record Attestation(
            @Nullable Path snpSecurityPolicyFile,
            @Nullable Path snpUvmEndorsementsFile,
            @Nullable Path snpEndorsementsFile,
            List<EndorsementsServer> snpEndorsementsServers) {
        /** Keeps an unmodifiable copy. */
        public Attestation {
            snpEndorsementsServers = List.copyOf(snpEndorsementsServers);
        }
    }

    /**
     * A server of AMD endorsements.
     *
     * @param type {@code Azure}, {@code AMD} or {@code THIM}
     * @param url host, or host and port
     * @param maxRetriesCount attempts before the next server is asked
     */
    public record EndorsementsServer(String type, String url, int maxRetriesCount) {}

    /**
     * Where the ledger lives (spec 06, 5.3).
     *
     * @param directory read and written
     * @param readOnlyDirectories searched for committed files only
     * @param chunkSize least size before a file is closed
     */
    public record Ledger(Path directory, List<Path> readOnlyDirectories, ByteSize chunkSize) {
        /** Keeps an unmodifiable copy. */
        public Ledger {
            readOnlyDirectories = List.copyOf(readOnlyDirectories);
        }
    }

    /**
     * Where and how often snapshots are taken (spec 06, 5.1).
     *
     * @param directory read and written
     * @param txCount transactions between two snapshots, at least 1
     * @param readOnlyDirectory searched as well, or none
     */
    public record Snapshots(Path directory, long txCount, @Nullable Path readOnlyDirectory) {}

    /**
     * Time-outs of replication.
     *
     * @param messageTimeout longest silence of a primary
     * @param electionTimeout silence after which a backup stands for election
     * @param maxUncommittedTxCount beyond it writes are refused; 0 = unlimited
     */
    public record Consensus(
            Duration messageTimeout, Duration electionTimeout, long maxUncommittedTxCount) {}

    /**
     * When a signature transaction is due: whichever comes first.
     *
     * @param txCount unsigned transactions, at least 1
     * @param delay age of the oldest unsigned transaction
     */
    public record LedgerSignatures(long txCount, Duration delay) {}

    /**
     * Files that the node writes for its operator (spec 06, 1.8).
     *
     * @param nodeCertificateFile self-signed certificate
     * @param pidFile decimal process id
     * @param nodeToNodeAddressFile JSON, or none
     * @param rpcAddressesFile JSON, or none
     * @param sealedLedgerSecretLocation directory of sealed secrets, SEV-SNP only, or none
     */
    public record OutputFiles(
            Path nodeCertificateFile,
            Path pidFile,
            @Nullable Path nodeToNodeAddressFile,
            @Nullable Path rpcAddressesFile,
            @Nullable Path sealedLedgerSecretLocation) {}

    /**
     * Sizes of CCF's ring buffers, which have no counterpart here: validated and ignored.
     *
     * @param circuitSize a power of two
     * @param maxMsgSize a power of two
     * @param maxFragmentSize a power of two
     */
    public record Memory(ByteSize circuitSize, ByteSize maxMsgSize, ByteSize maxFragmentSize) {}

    /**
     * Large values on disk instead of the heap: {@code tallystick.large_values} in the file.
     *
     * @param isEnabled whether any value is kept on disk
     * @param threshold size from which a value is large
     * @param directory of the node alone; emptied at start
     * @param maxSize most that the large values may take, before the disk's own overhead
     */
    public record LargeValues(
            boolean isEnabled, ByteSize threshold, Path directory, ByteSize maxSize) {}

    /** The same configuration with another way to start. */
    public NodeConfiguration withCommand(Command other) {
        return new NodeConfiguration(
                network,
                other,
                nodeCertificate,
                nodeDataJsonFile,
                serviceDataJsonFile,
                attestation,
                ledger,
                snapshots,
                logFormat,
                consensus,
                ledgerSignatures,
                jwtKeyRefreshInterval,
                outputFiles,
                tickInterval,
                slowIoLoggingThreshold,
                nodeClientInterface,
                clientConnectionTimeout,
                idleConnectionTimeout,
                workerThreads,
                memory,
                ignoreFirstSigterm,
                nodeToNodeMessageLimit,
                historicalCacheSoftLimit,
                largeValues);
    }
}
