package dev.tallystick.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.node.config.Command.Start;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

class StartupChecksTest {
    @TempDir Path folder;

    @ParameterizedTest(name = "threshold {0} with {1} gives {2}")
    @CsvSource({
        "0, 'P', 1",
        "0, 'PPN', 2",
        "0, 'PPO', 2",
        "0, 'O', 1",
        "0, 'N', 0",
        "0, '-', 0",
        "2, 'PP', 2",
        "1, 'OO', 1",
    })
    void theRecoveryThresholdFollowsFromTheMembers(int threshold, String members, int expected)
            throws Exception {
        NodeConfiguration resolved =
                StartupChecks.withRecoveryThreshold(withMembers(threshold, members));
        Start start = (Start) resolved.command();
        assertEquals(expected, start.serviceConfiguration().recoveryThreshold());
    }

    @ParameterizedTest(name = "threshold {0} with {1}")
    @CsvSource({"3, 'PP'", "2, 'PN'", "2, 'OO'", "1, '-'", "2, 'PO'"})
    void anUnreachableThresholdIsRefused(int threshold, String members) throws Exception {
        NodeConfiguration configuration = withMembers(threshold, members);
        StartupException refusal =
                assertThrows(
                        StartupException.class,
                        () -> StartupChecks.withRecoveryThreshold(configuration));
        assertEquals(ExitStatus.VALIDATION_ERROR, refusal.status());
    }

    @Test
    void thePidFileHoldsThePidAndIsNeverOverwritten() throws Exception {
        NodeConfiguration configuration = inFolder("");
        StartupChecks.prepare(configuration);
        Path pid = folder.resolve("node.pid");
        assertEquals(Long.toString(ProcessHandle.current().pid()), Files.readString(pid));
        StartupException refusal =
                assertThrows(StartupException.class, () -> StartupChecks.prepare(configuration));
        assertEquals(ExitStatus.FILE_ERROR, refusal.status());
        assertEquals("PID file " + pid + " already exists. Exiting.", refusal.getMessage());
    }

    @Test
    void aLedgerDirectoryWithContentIsRefused() throws Exception {
        Files.createDirectory(folder.resolve("ledger"));
        Files.createFile(folder.resolve("ledger/ledger_1"));
        StartupException refusal = refusal(inFolder(""));
        assertEquals(ExitStatus.VALIDATION_ERROR, refusal.status());
        assertEquals(
                "On start, ledger directory should not exist or be empty (%s)"
                        .formatted(folder.resolve("ledger")),
                refusal.getMessage());
    }

    @Test
    void aReadOnlyLedgerDirectoryWithContentIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("old/ledger"));
        StartupException refusal =
                refusal(inFolder(", \"read_only_directories\": [\"%s\"]".formatted(folder)));
        assertEquals(
                "On start, read-only ledger directories should not exist or be empty (%s)"
                        .formatted(folder),
                refusal.getMessage());
    }

    @Test
    void aRingBufferSizeMustBeAPowerOfTwo() throws Exception {
        String text =
                Configurations.MINIMAL_START.replaceFirst(
                        "\\{",
                        "{\"memory\": {\"circuit_size\": \"3MB\"}, \"output_files\": {\"pid_file\": \"%s\"},"
                                .formatted(folder.resolve("node.pid")));
        StartupException refusal = refusal(Configurations.read(folder, text));
        assertEquals(ExitStatus.VALIDATION_ERROR, refusal.status());
        assertTrue(refusal.lines().getFirst().startsWith("$.memory.circuit_size: 3MB"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger", "./ledger/values", ".", "snapshots"})
    void largeValuesDoNotLiveWhereOtherFilesAre(String directory) throws Exception {
        String text =
                Configurations.MINIMAL_START.replaceFirst(
                        "\\{",
                        "{\"tallystick\": {\"large_values\": {\"enabled\": true, \"directory\": \"%s\"}}, \"output_files\": {\"pid_file\": \"%s\"},"
                                .formatted(directory, folder.resolve("node.pid")));

        StartupException refusal = refusal(Configurations.read(folder, text));

        assertEquals(ExitStatus.VALIDATION_ERROR, refusal.status());
        assertTrue(
                refusal.toString().contains("$.tallystick.large_values.directory: "),
                refusal::toString);
    }

    @Test
    void anUnreadableStartFileIsNamed() throws Exception {
        NodeConfiguration configuration = Configurations.read(folder, Configurations.MINIMAL_START);
        StartupException refusal =
                assertThrows(
                        StartupException.class,
                        () -> StartInputs.read(configuration, (Start) configuration.command()));
        assertEquals(ExitStatus.UNREADABLE_FILE, refusal.status());
        assertEquals("Could not open file actions.js", refusal.getMessage());
    }

    @Test
    void theConstitutionIsItsFilesJoinedByOneLineFeed() throws Exception {
        Files.writeString(folder.resolve("a.js"), "a\n");
        Files.writeString(folder.resolve("b.js"), "b");
        String certificate =
                CertificateIssuer.selfSignedMember(
                                EcKeyPair.generate(Curve.P256), "member0", Instant.EPOCH, 1)
                        .pem();
        Files.writeString(folder.resolve("cert.pem"), certificate);
        Files.writeString(folder.resolve("data.json"), "{\"name\": \"Alice\"}");
        String text =
                Configurations.MINIMAL_START
                        .replace("actions.js", folder + "/a.js")
                        .replace("resolve.js", folder + "/b.js")
                        .replace(
                                "\"member0_cert.pem\"",
                                "\"%s/cert.pem\", \"data_json_file\": \"%s/data.json\""
                                        .formatted(folder, folder));
        NodeConfiguration configuration = Configurations.read(folder, text);
        StartInputs inputs = StartInputs.read(configuration, (Start) configuration.command());
        assertEquals("a\n\nb", inputs.constitution());
        assertEquals(certificate, inputs.members().getFirst().certificatePem());
        assertEquals("{\"name\":\"Alice\"}", String.valueOf(inputs.members().getFirst().data()));
    }

    @Test
    void aMemberFileThatIsNoCertificateIsNamed() throws Exception {
        Files.writeString(folder.resolve("a.js"), "a");
        Path noCertificate = Files.writeString(folder.resolve("cert.pem"), "PEM");
        String text =
                Configurations.MINIMAL_START
                        .replace("actions.js", folder + "/a.js")
                        .replace("resolve.js", folder + "/a.js")
                        .replace("member0_cert.pem", noCertificate.toString());
        NodeConfiguration configuration = Configurations.read(folder, text);
        StartupException refusal =
                assertThrows(
                        StartupException.class,
                        () -> StartInputs.read(configuration, (Start) configuration.command()));
        assertEquals(ExitStatus.VALIDATION_ERROR, refusal.status());
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .startsWith(noCertificate + " is no PEM certificate"),
                refusal.getMessage());
    }

    private static StartupException refusal(NodeConfiguration configuration) {
        return assertThrows(StartupException.class, () -> StartupChecks.prepare(configuration));
    }

    private NodeConfiguration inFolder(String ledgerMembers) throws IOException {
        String members =
                "{\"output_files\": {\"pid_file\": \"%s/node.pid\"}, \"ledger\": {\"directory\": \"%s/ledger\"%s},"
                        .formatted(folder, folder, ledgerMembers);
        return Configurations.read(
                folder, Configurations.MINIMAL_START.replaceFirst("\\{", members));
    }

    /** One letter a member: Participant, Owner, NonParticipant, or - for one without a key. */
    private NodeConfiguration withMembers(int threshold, String letters) throws IOException {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            String key = letter == '-' ? "" : ", \"encryption_public_key_file\": \"k.pem\"";
            String role =
                    switch (letter) {
                        case 'O' -> ", \"recovery_role\": \"Owner\"";
                        case 'N' -> ", \"recovery_role\": \"NonParticipant\"";
                        default -> "";
                    };
            members.append(members.isEmpty() ? "" : ", ")
                    .append("{\"certificate_file\": \"c.pem\"" + key + role + "}");
        }
        String text =
                Configurations.MINIMAL_START.replace(
                        "[{\"certificate_file\": \"member0_cert.pem\"}]",
                        "[%s], \"service_configuration\": {\"recovery_threshold\": %d}"
                                .formatted(members, threshold));
        return Configurations.read(folder, text);
    }
}
