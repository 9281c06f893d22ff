package dev.tallystick.node.sandbox;

import dev.tallystick.governance.constitution.ConstitutionFiles;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.node.sandbox.SandboxSummary.KeyFiles;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A running local service of one node. {@link #start} returns when the application answers; {@link
 * #close} stops the node and keeps its files.
 */
public final class Sandbox implements AutoCloseable {
    /** Of each wait for the node; ample for a busy machine of two cores. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private final NodeProcess node;
    private final SandboxSummary summary;

    private Sandbox(NodeProcess node, SandboxSummary summary) {
        this.node = node;
        this.summary = summary;
    }

    /**
     * Makes a service.
     *
     * @param progress receives one line for each step
     * @throws SandboxException with what went wrong, and what the node said last if it died
     * @throws IOException where a file cannot be written or the node cannot be reached
     */
    public static Sandbox start(SandboxOptions options, Consumer<String> progress)
            throws IOException {
        AppBundle bundle = AppBundle.read(options.application());
        Workspace workspace =
                Workspace.create(options.workspace(), options.replacesOld(), progress);
        progress.accept("making keys and certificates");
        List<Person> members = people("member", options.members(), workspace);
        List<Person> users = people("user", options.users(), workspace);
        List<Path> constitution = constitution(options, workspace);
        Files.writeString(
                workspace.configuration(),
                SandboxConfiguration.json(options, workspace, members, constitution));
        progress.accept("starting the node");
        NodeProcess node = NodeProcess.start(workspace);
        try {
            if (options.nodeLog() != null) {
                LogTail.follow(workspace.standardOutput(), node::isAlive, options.nodeLog());
            }
            SandboxSummary summary =
                    new Opening(node, workspace, members, users, progress).open(bundle);
            return new Sandbox(node, summary);
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** What to tell the user. */
    public SandboxSummary summary() {
        return summary;
    }

    /**
     * Waits until the node has ended by itself, or by the terminal's Ctrl-C, which reaches it too.
     *
     * @throws SandboxException with what it said last, unless it stopped gracefully
     * @throws InterruptedException when interrupted; the node then still runs
     */
    public void awaitEnd() throws InterruptedException {
        if (node.await() != 0) {
            throw node.died();
        }
    }

    @Override
    public void close() {
        node.close();
    }

    private static List<Person> people(String kind, int count, Workspace workspace)
            throws IOException {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = kind + i;
            people.add(
                    kind.equals("member")
                            ? Person.member(name, workspace.keys())
                            : Person.user(name, workspace.keys()));
        }
        return people;
    }

    private static List<Path> constitution(SandboxOptions options, Workspace workspace)
            throws IOException {
        if (!options.constitution().isEmpty()) {
            return options.constitution();
        }
        Files.createDirectory(workspace.constitution());
        return ConstitutionFiles.sandbox().writeTo(workspace.constitution());
    }

    /** The steps from a started process to an open service. */
    private record Opening(
            NodeProcess node,
            Workspace workspace,
            List<Person> members,
            List<Person> users,
            Consumer<String> progress) {

        SandboxSummary open(AppBundle bundle) throws IOException {
            Deadline deadline = new Deadline(WAIT_MAX, node::requireAlive);
            deadline.await(
                    "write its certificates and addresses",
                    () ->
                            Files.exists(workspace.rpcAddresses())
                                    && isCertificate(workspace.nodeCertificate())
                                    && isCertificate(workspace.serviceCertificate()));
            URI url = url();
            Certificate service = certificate(workspace.serviceCertificate());
            try (ServiceClient client = new ServiceClient(url, service)) {
                deadline.await("open its governance API", () -> isReady(client, "gov"));
                Consortium consortium = new Consortium(client, members, deadline);
                progress.accept("members acknowledge the state of the service");
                consortium.acknowledge();
                if (!users.isEmpty()) {
                    progress.accept("members add " + counted(users.size(), "user"));
                    consortium.propose("adding the users", setUsers());
                }
                progress.accept("members deploy the application");
                consortium.propose(
                        "deploying the application",
                        List.of(Consortium.action("set_js_app", bundle.setJsAppArguments())));
                progress.accept("members open the service");
                String opened = consortium.propose("opening the service", List.of(open()));
                deadline.await("open the application", () -> isReady(client, "app"));
                return summary(url, bundle, opened);
            }
        }

        private List<ObjectNode> setUsers() {
            List<ObjectNode> actions = new ArrayList<>();
            for (Person user : users) {
                ObjectNode arguments = Json.object();
                arguments.put("cert", user.certificate().pem());
                actions.add(Consortium.action("set_user", arguments));
            }
            return actions;
        }

        private ObjectNode open() throws IOException {
            ObjectNode arguments = Json.object();
            arguments.put(
                    "next_service_identity", Files.readString(workspace.serviceCertificate()));
            return Consortium.action("transition_service_to_open", arguments);
        }

        private SandboxSummary summary(URI url, AppBundle bundle, String opened)
                throws IOException {
            Certificate nodeCertificate = certificate(workspace.nodeCertificate());
            CurlExamples examples =
                    new CurlExamples(
                            url.toString(),
                            workspace.serviceCertificate(),
                            users.isEmpty() ? null : users.getFirst());
            return new SandboxSummary(
                    nodeCertificate.publicKey().id().hex(),
                    url.toString(),
                    CurlExamples.endpoints(bundle),
                    workspace.serviceCertificate(),
                    members.stream().map(KeyFiles::of).toList(),
                    users.stream().map(KeyFiles::of).toList(),
                    workspace.ledger(),
                    workspace.standardOutput(),
                    examples.of(bundle, opened));
        }

        private URI url() throws IOException {
            String addresses = Files.readString(workspace.rpcAddresses());
            return URI.create(
                    "https://"
                            + Json.parse(addresses)
                                    .path(SandboxConfiguration.INTERFACE)
                                    .asString());
        }

        /** A refused connection is not readiness, and no error while the node is starting. */
        private boolean isReady(ServiceClient client, String frontend) {
            try {
                return client.get("/node/ready/" + frontend).statusCode() == 204;
            } catch (IOException e) {
                return false;
            }
        }

        private static Certificate certificate(Path file) throws IOException {
            return Certificate.fromPem(Files.readString(file));
        }

        private static boolean isCertificate(Path file) throws IOException {
            try {
                return Files.exists(file) && certificate(file) != null;
            } catch (LedgerFormatException e) {
                return false;
            }
        }

        private static String counted(int count, String noun) {
            return count + " " + noun + (count == 1 ? "" : "s");
        }
    }
}
