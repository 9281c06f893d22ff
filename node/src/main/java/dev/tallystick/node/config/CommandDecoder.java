package dev.tallystick.node.config;

import dev.tallystick.governance.tables.RecoveryRole;
import dev.tallystick.node.config.Command.Join;
import dev.tallystick.node.config.Command.Recover;
import dev.tallystick.node.config.Command.ServiceConfiguration;
import dev.tallystick.node.config.Command.Start;
import dev.tallystick.node.config.Command.StartMember;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills the {@link Command} that {@code command.type} names; the other sections are not looked at.
 */
final class CommandDecoder {
    private CommandDecoder() {}

    static Command decode(Section command) {
        Path serviceCertificate = command.file("service_certificate_file", "service_cert.pem");
        return switch (command.text("type", "Start")) {
            case "Join" -> join(serviceCertificate, command.section("join"));
            case "Recover" -> recover(serviceCertificate, command.section("recover"));
            default -> start(serviceCertificate, command.section("start"));
        };
    }

    private static Start start(Path serviceCertificate, Section section) {
        List<StartMember> members = new ArrayList<>();
        for (Section member : section.sections("members")) {
            members.add(
                    new StartMember(
                            member.file("certificate_file", ""),
                            member.fileOrNull("encryption_public_key_file"),
                            member.fileOrNull("data_json_file"),
                            member.has("recovery_role")
                                    ? member.choice(
                                            "recovery_role",
                                            RecoveryRole.class,
                                            RecoveryRole.PARTICIPANT)
                                    : null));
        }
        Section cose = section.section("cose_signatures");
        Section service = section.section("service_configuration");
        return new Start(
                serviceCertificate,
                section.files("constitution_files"),
                members,
                section.count("initial_service_certificate_validity_days", 1),
                section.text("service_subject_name", "CN=CCF Service"),
                cose.text("issuer", ""),
                cose.text("subject", ""),
                new ServiceConfiguration(
                        service.count("recovery_threshold", 0),
                        service.countOrNull("maximum_node_certificate_validity_days"),
                        service.countOrNull("maximum_service_certificate_validity_days"),
                        service.countOrNull("recent_cose_proposals_window_size")));
    }

    private static Join join(Path serviceCertificate, Section section) {
        return new Join(
                serviceCertificate,
                section.address("target_rpc_address"),
                section.time("retry_timeout", "1000ms"),
                section.bool("follow_redirect", true),
                section.bool("fetch_recent_snapshot", true),
                section.count("fetch_snapshot_max_attempts", 3),
                section.time("fetch_snapshot_retry_interval", "1000ms"),
                section.size("fetch_snapshot_max_size", "10GB"));
    }

    private static Recover recover(Path serviceCertificate, Section section) {
        return new Recover(
                serviceCertificate,
                section.count("initial_service_certificate_validity_days", 1),
                section.file("previous_service_identity_file", ""),
                section.fileOrNull("previous_sealed_ledger_secret_location"));
    }
}
