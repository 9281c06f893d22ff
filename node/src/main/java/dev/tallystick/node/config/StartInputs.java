package dev.tallystick.node.config;

import dev.tallystick.governance.tables.RecoveryRole;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.node.config.Command.Start;
import dev.tallystick.node.config.Command.StartMember;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The contents of the files from which a new service starts.
 *
 * @param constitution the constitution's files, joined with one line feed
 * @param members in the order of the configuration
 * @param nodeData for {@code nodes.info}, or none
 * @param serviceData for {@code service.info}, or none
 */
public record StartInputs(
        String constitution,
        List<Member> members,
        @Nullable JsonNode nodeData,
        @Nullable JsonNode serviceData) {

    /**
     * A member of the first hour.
     *
     * @param certificatePem text of the certificate file
     * @param encryptionKeyPem text of the key file, or none
     * @param data any JSON, or none
     * @param recoveryRole as configured, or none
     */
    public record Member(
            String certificatePem,
            @Nullable String encryptionKeyPem,
            @Nullable JsonNode data,
            @Nullable RecoveryRole recoveryRole) {}

    /** Keeps an unmodifiable copy. */
    public StartInputs {
        members = List.copyOf(members);
    }

    /**
     * Reads all files that the configuration names.
     *
     * @throws StartupException with {@link ExitStatus#UNREADABLE_FILE} where one cannot be read, or
     *     {@link ExitStatus#VALIDATION_ERROR} where a certificate is none or a data file is no JSON
     */
    public static StartInputs read(NodeConfiguration configuration, Start start) {
        List<String> constitution = new ArrayList<>();
        for (Path file : start.constitutionFiles()) {
            constitution.add(text(file));
        }
        List<Member> members = new ArrayList<>();
        for (StartMember member : start.members()) {
            members.add(
                    new Member(
                            certificate(member.certificateFile()),
                            textOrNull(member.encryptionPublicKeyFile()),
                            json(member.dataJsonFile()),
                            member.recoveryRole()));
        }
        return new StartInputs(
                String.join("\n", constitution),
                members,
                json(configuration.nodeDataJsonFile()),
                json(configuration.serviceDataJsonFile()));
    }

    /**
     * Reads a file that must be there (spec 06, 1.6).
     *
     * @throws StartupException with {@link ExitStatus#UNREADABLE_FILE}
     */
    public static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartupException(ExitStatus.UNREADABLE_FILE, "Could not open file " + file);
        }
    }

    private static String certificate(Path file) {
        String text = text(file);
        try {
            Certificate.fromPem(text);
            return text;
        } catch (LedgerFormatException e) {
            throw new StartupException(
                    ExitStatus.VALIDATION_ERROR,
                    "%s is no PEM certificate: %s".formatted(file, e.getMessage()));
        }
    }

    private static @Nullable String textOrNull(@Nullable Path file) {
        return file == null ? null : text(file);
    }

    private static @Nullable JsonNode json(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        try {
            return JsonMapper.shared().readTree(text(file));
        } catch (JacksonException e) {
            throw new StartupException(
                    ExitStatus.VALIDATION_ERROR,
                    "%s is not JSON: %s".formatted(file, e.getOriginalMessage()));
        }
    }
}
