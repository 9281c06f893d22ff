package dev.tallystick.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Digest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class VirtualPlatformTest {

    private static final String RECORDED_HOST_DATA =
            "397ce788286f82f6779c1234997d139f74b2bed3d5662549fde6c8f99be3046d";
    private static final Digest RECORDED_NODE_ID =
            Digest.fromHex("3ab58a58c907d3fc0d5c2101974137eb8657e9d12d0b982d6e3065c88e2f3071");

    @TempDir private Path directory;
    private Path launcher;
    private String hostData;

    @BeforeEach
    void writeALauncher() throws IOException {
        launcher = Files.writeString(directory.resolve("tally"), "#!/bin/sh\n");
        hostData = Digest.sha256(Files.readAllBytes(launcher)).hex();
    }

    @Test
    void theMeasurementFileIsWrittenAsCcfWritesIt() throws IOException {
        VirtualPlatform.create(directory, 28151, launcher);

        String name = "ccf_virtual_attestation.28151.measurement";
        String recorded = RecordedEvidence.text("virtual/" + name);
        assertEquals(
                recorded.replace(RECORDED_HOST_DATA, hostData),
                Files.readString(directory.resolve(name)));
    }

    @Test
    void theAttestationFileIsWrittenAsCcfWritesIt() throws IOException {
        VirtualPlatform.create(directory, 28151, launcher).attest(RECORDED_NODE_ID);

        String name = "ccf_virtual_attestation.28151.attestation";
        String recorded = RecordedEvidence.text("virtual/" + name);
        assertEquals(
                recorded.replace(RECORDED_HOST_DATA, hostData),
                Files.readString(directory.resolve(name)));
    }

    @Test
    void theQuoteIsTheCompactFormOfTheAttestationFile() {
        QuoteInfo quote = VirtualPlatform.create(directory, 1, launcher).attest(RECORDED_NODE_ID);

        assertEquals(
                "{\"host_data\":\""
                        + hostData
                        + "\",\"measurement\":\"Insecure hard-coded virtual measurement v1\","
                        + "\"report_data\":\"OrWKWMkH0/wNXCEBl0E364ZX6dEtC5gtbjBlyI4vMHE=\"}",
                quote.quote().utf8());
        assertTrue(quote.endorsements().isEmpty());
    }

    @Test
    void aChangedMeasurementFileChangesTheQuote() throws IOException {
        VirtualPlatform platform = VirtualPlatform.create(directory, 1, launcher);
        Path file = directory.resolve("ccf_virtual_attestation.1.measurement");
        Files.writeString(file, Files.readString(file).replace("v1", "v2"));

        QuoteInfo quote = platform.attest(RECORDED_NODE_ID);

        assertTrue(quote.quote().utf8().contains("virtual measurement v2"));
    }

    @Test
    void hostDataIsTheDigestOfTheLauncherBehindALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), launcher);

        VirtualPlatform.create(directory, 1, link);

        assertTrue(
                Files.readString(directory.resolve("ccf_virtual_attestation.1.measurement"))
                        .contains(hostData));
    }

    @Test
    void aMissingLauncherIsNamed() {
        PlatformException e =
                assertThrows(
                        PlatformException.class,
                        () -> VirtualPlatform.create(directory, 1, Path.of("/no/such/launcher")));

        assertEquals("Cannot read the launcher /no/such/launcher", e.getMessage());
    }

    @Test
    void theOverrideIsComparedWithoutCase() {
        Platform platform = choose(Map.of(Platforms.OVERRIDE, "virtual"), "no-device");

        assertEquals("Virtual", platform.name());
    }

    @Test
    void aMachineWithoutTheDeviceIsVirtual() {
        assertEquals("Virtual", choose(Map.of(), "no-device").name());
    }

    @Test
    void otherPlatformsAreUnsupported() {
        PlatformException e =
                assertThrows(
                        PlatformException.class,
                        () -> choose(Map.of(Platforms.OVERRIDE, "SGX"), "no-device"));

        assertEquals("Unsupported platform for quote generation: SGX", e.getMessage());
    }

    @Test
    void snpWithoutADeviceIsAStartUpErrorAndNeverVirtual() {
        PlatformException e =
                assertThrows(
                        PlatformException.class,
                        () -> choose(Map.of(Platforms.OVERRIDE, "SNP"), "no-device"));

        assertTrue(String.valueOf(e.getMessage()).contains("missing or not writable"));
    }

    @Test
    void snpWithoutConfigfsSaysWhatIsNeeded() throws IOException {
        Files.createFile(directory.resolve("sev-guest"));

        PlatformException e =
                assertThrows(PlatformException.class, () -> choose(Map.of(), "sev-guest"));

        assertTrue(String.valueOf(e.getMessage()).contains("only from configfs-tsm"));
    }

    private Platform choose(Map<String, String> environment, String device) {
        return new Platforms(directory.resolve(device), directory.resolve("tsm"))
                .choose(environment, new PlatformSetup(directory, 1, launcher, null));
    }
}
