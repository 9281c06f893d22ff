package dev.tallystick.platform;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A platform without any proof, of the same shape as a real one (spec 07, section 8). Host data is
 * the SHA-256 of the launcher file that was invoked, because CCF's tests compare it with the digest
 * of the package they start.
 */
public final class VirtualPlatform implements Platform {

    /** The measurement of every virtual node. It means nothing. */
    public static final String MEASUREMENT = "Insecure hard-coded virtual measurement v1";

    private final Path measurementFile;
    private final Path attestationFile;

    private VirtualPlatform(Path measurementFile, Path attestationFile) {
        this.measurementFile = measurementFile;
        this.attestationFile = attestationFile;
    }

    /**
     * Writes {@code ccf_virtual_attestation.<pid>.measurement}.
     *
     * @param directory the working directory of the node
     * @param pid the process id of the node
     * @param launcher the file that was invoked; symbolic links are resolved
     * @throws PlatformException if a file cannot be read or written
     */
    public static VirtualPlatform create(Path directory, long pid, Path launcher) {
        String base = "ccf_virtual_attestation." + pid;
        VirtualPlatform platform =
                new VirtualPlatform(
                        directory.resolve(base + ".measurement"),
                        directory.resolve(base + ".attestation"));
        ObjectNode measurement = Json.object();
        measurement.put("host_data", digestOf(launcher).hex());
        measurement.put("measurement", MEASUREMENT);
        write(platform.measurementFile, measurement);
        return platform;
    }

    @Override
    public String name() {
        return "Virtual";
    }

    @Override
    public QuoteFormat format() {
        return QuoteFormat.INSECURE_VIRTUAL;
    }

    /**
     * The compact JSON of measurement, host data and report data. The first two are read back from
     * the measurement file, so that a test can change them; the whole is also written to {@code
     * ccf_virtual_attestation.<pid>.attestation}.
     */
    @Override
    public QuoteInfo attest(Digest reportData) {
        ObjectNode attestation = Json.object();
        try {
            JsonNode measurement = Json.parse(Files.readAllBytes(measurementFile));
            for (String name : measurement.propertyNames()) {
                attestation.set(name, measurement.get(name));
            }
        } catch (IOException | LedgerFormatException e) {
            throw new PlatformException("Cannot read " + measurementFile, e);
        }
        attestation.put("report_data", Base64.getEncoder().encodeToString(reportData.bytes()));
        write(attestationFile, attestation);
        return new QuoteInfo(format(), Json.canonicalBytes(attestation), Bytes.EMPTY);
    }

    private static Digest digestOf(Path launcher) {
        try {
            return Digest.sha256(Files.readAllBytes(launcher.toRealPath()));
        } catch (IOException e) {
            throw new PlatformException("Cannot read the launcher " + launcher, e);
        }
    }

    /** Indented by two, without a final newline, as CCF's nodes write it. */
    private static void write(Path file, ObjectNode members) {
        StringBuilder text = new StringBuilder("{");
        String separator = "\n  ";
        for (String name : members.propertyNames()) {
            text.append(separator).append('"').append(name).append("\": ");
            text.append(Json.compact(members.get(name)));
            separator = ",\n  ";
        }
        text.append("\n}");
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PlatformException("Cannot write " + file, e);
        }
    }
}
