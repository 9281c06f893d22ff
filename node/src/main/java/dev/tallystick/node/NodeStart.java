package dev.tallystick.node;

import dev.tallystick.consensus.NodeId;
import dev.tallystick.consensus.Raft;
import dev.tallystick.consensus.RaftOptions;
import dev.tallystick.js.JsEngine;
import dev.tallystick.kv.Signer;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.large.ValuePlace;
import dev.tallystick.kv.sealed.Limit;
import dev.tallystick.kv.sealed.SealedStore;
import dev.tallystick.kv.sealed.SealedStoreOptions;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.LedgerFilesOptions;
import dev.tallystick.ledger.signature.SignatureTransaction;
import dev.tallystick.ledger.signature.SigningIdentity;
import dev.tallystick.node.commit.ConsensusHost;
import dev.tallystick.node.commit.LedgerWriter;
import dev.tallystick.node.commit.SignatureSchedule;
import dev.tallystick.node.config.Command.Start;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.NodeConfiguration;
import dev.tallystick.node.config.StartInputs;
import dev.tallystick.node.config.StartupException;
import dev.tallystick.node.endpoints.NodeState;
import dev.tallystick.node.http.CertificateSource;
import dev.tallystick.node.http.HttpServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/**
 * The composition root: puts the parts of a node together, in the order of spec 06, 1.9, and starts
 * a new service with them.
 */
final class NodeStart {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStart.class);

    private static final Duration LAST_SIGNATURE_PATIENCE = Duration.ofSeconds(5);

    private final NodeConfiguration configuration;
    private final Start start;
    private final Path launcher;
    private final Clock clock = Clock.systemUTC();
    private final Shutdown shutdown = new Shutdown();
    private final Ending ending = new Ending();

    NodeStart(NodeConfiguration configuration, Start start, Path launcher) {
        this.configuration = configuration;
        this.start = start;
        this.launcher = launcher;
    }

    /** Starts everything, or nothing. */
    TallystickNode run() {
        try {
            return startParts();
        } catch (RuntimeException e) {
            shutdown.close();
            throw e;
        }
    }

    private TallystickNode startParts() {
        StartInputs inputs = StartInputs.read(configuration, start);
        LedgerFiles files = openDirectories();
        StoreOptions storeOptions = storeOptions();
        JsEngine engine = new JsEngine();
        shutdown.add("the JavaScript engine", engine::close);

        LateCertificates certificates = new LateCertificates();
        HttpServer server = bindRpc(certificates);
        BoundInterfaces interfaces = Listeners.bound(configuration, bindPeers(), server);
        writeAddressFiles(interfaces);

        NodeIdentity node =
                NodeIdentity.generate(
                        configuration.nodeCertificate(),
                        interfaces.publishedHosts(),
                        clock.instant());
        Evidence evidence = Evidence.obtain(configuration, node, launcher, clock.instant());
        OutputFiles.write(
                configuration.outputFiles().nodeCertificateFile(), node.selfSigned().pem());
        ServiceIdentity service = ServiceIdentity.found(configuration, start, clock.instant());
        Credentials credentials = new Credentials(node);
        certificates.become(credentials);

        ConsensusHost consensus = consensus(node);
        LedgerWriter writer = new LedgerWriter(files, consensus::onWritten, ending);
        shutdown.add("the ledger writer", writer::close);
        shutdown.add("consensus", consensus::close);
        Signer signer = (id, root, tree) -> sign(id, root, tree, node, service, credentials);
        Store store = store(storeOptions, signer, consensus);
        ServiceWatch watch = new ServiceWatch(service.key());
        watchTables(store, credentials, watch);
        store.onLocal(TableNames.ENCRYPTED_LEDGER_SECRETS, new RekeyWatch(store, node)::onLocal);
        consensus.startService(store, writer);

        NodeParts parts = new NodeParts(node, interfaces, store, consensus, credentials, watch);
        LiveNodeView view = new LiveNodeView(parts, server, engine.engineVersion());
        LedgerReceipts receipts = new LedgerReceipts(store, files);
        shutdown.add("receipts", receipts::close);
        SignatureSchedule signatures =
                new SignatureSchedule(store, configuration.ledgerSignatures().txCount(), ending);
        shutdown.add("signatures", signatures::close);

        new FirstTransaction(node, service, interfaces).commit(store, start, inputs, evidence);
        OutputFiles.write(start.serviceCertificateFile(), service.certificate().pem());
        view.enter(NodeState.PART_OF_NETWORK);
        signatures.start(configuration.ledgerSignatures().delay());
        LiveNodeControl control = new LiveNodeControl(store, service.key(), clock);
        server.serve(
                new RequestPipeline(configuration, parts, view, clock)
                        .handler(engine, control, receipts, signatures));
        shutdown.add("the server", () -> stopServing(server, signatures));
        LOG.info("Node n[{}] has started a new service", node.id());
        return new TallystickNode(view, shutdown, ending);
    }

    private PeerListener bindPeers() {
        PeerListener peers =
                PeerListener.bind(configuration.network().nodeToNodeInterface().bindAddress());
        shutdown.add("the node-to-node listener", peers::close);
        return peers;
    }

    private HttpServer bindRpc(CertificateSource certificates) {
        HttpServer server = Listeners.bind(configuration, certificates);
        shutdown.add("the sockets", server::close);
        return server;
    }

    /** The last answers go out, then what they wrote is signed. */
    private static void stopServing(HttpServer server, SignatureSchedule signatures) {
        server.close();
        signatures.signLast(LAST_SIGNATURE_PATIENCE);
    }

    private LedgerFiles openDirectories() {
        NodeConfiguration.Ledger ledger = configuration.ledger();
        try {
            Files.createDirectories(configuration.snapshots().directory());
            return LedgerFiles.open(
                    new LedgerFilesOptions(
                            ledger.directory(), ledger.readOnlyDirectories(), false));
        } catch (IOException | UncheckedIOException e) {
            throw new StartupException(
                    ExitStatus.FAILURE, "Error starting node: " + e.getMessage());
        }
    }

    private void writeAddressFiles(BoundInterfaces interfaces) {
        Path nodeToNode = configuration.outputFiles().nodeToNodeAddressFile();
        if (nodeToNode != null) {
            OutputFiles.write(nodeToNode, interfaces.nodeToNodeAddressFile());
        }
        Path rpc = configuration.outputFiles().rpcAddressesFile();
        if (rpc != null) {
            OutputFiles.write(rpc, interfaces.rpcAddressesFile());
        }
    }

    private ConsensusHost consensus(NodeIdentity node) {
        NodeConfiguration.Consensus settings = configuration.consensus();
        if (settings.electionTimeout().compareTo(settings.messageTimeout()) <= 0) {
            throw new StartupException(
                    ExitStatus.VALIDATION_ERROR,
                    "$.consensus.election_timeout: must be longer than message_timeout (%d ms)"
                            .formatted(settings.messageTimeout().toMillis()));
        }
        RaftOptions options =
                new RaftOptions(
                        settings.messageTimeout().toMillis(),
                        settings.electionTimeout().toMillis(),
                        settings.maxUncommittedTxCount(),
                        true);
        Raft raft = new Raft(new NodeId(node.id()), options, new SecureRandom());
        return new ConsensusHost(raft, configuration.tickInterval(), ending);
    }

    private StoreOptions storeOptions() {
        return StoreOptions.defaults()
                .withChunkBytes(configuration.ledger().chunkSize().bytes())
                .withValues(valuePlace());
    }

    private Store store(StoreOptions options, Signer signer, ConsensusHost consensus) {
        Store store =
                new Store(options, LedgerSecrets.of(LedgerSecret.random(1)), signer, consensus);
        shutdown.add("the store", store::close);
        return store;
    }

    /** What it opens is closed after the store, which is registered later. */
    private ValuePlace valuePlace() {
        NodeConfiguration.LargeValues settings = configuration.largeValues();
        if (!settings.isEnabled()) {
            return new ValuePlace.OnHeap();
        }
        try {
            SealedStore disk =
                    SealedStore.open(settings.directory(), SealedStoreOptions.defaults());
            shutdown.add("large values", disk::close);
            return new ValuePlace.OnDisk(
                    disk.table("large values", Limit.atMost(settings.maxSize().bytes())),
                    Math.toIntExact(settings.threshold().bytes()));
        } catch (IOException e) {
            throw new StartupException(
                    ExitStatus.VALIDATION_ERROR,
                    "$.tallystick.large_values.directory: " + e.getMessage());
        }
    }

    private WriteSet sign(
            TxId id,
            Digest root,
            byte[] tree,
            NodeIdentity node,
            ServiceIdentity service,
            Credentials credentials) {
        return SignatureTransaction.writes(
                id,
                root,
                tree,
                new SigningIdentity(
                        node.signingKey(),
                        credentials.endorsed(),
                        service.key(),
                        start.coseIssuer(),
                        start.coseSubject(),
                        clock));
    }

    private static void watchTables(Store store, Credentials credentials, ServiceWatch service) {
        store.onLocal(TableNames.NODES_ENDORSED_CERTIFICATES, credentials::onLocal);
        store.onGlobal(TableNames.NODES_ENDORSED_CERTIFICATES, credentials::onGlobal);
        store.onGlobal(TableNames.SERVICE_INFO, service::onGlobal);
    }
}
