package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the service is governed: the row of {@code public:ccf.gov.service.config} (spec 03, 7.4).
 * Absent fields are stored as absent; the {@code ...OrDefault} methods say what then holds.
 *
 * @param recoveryThreshold how many recovery shares are needed; 0 only while nobody could recover
 * @param maximumNodeCertificateValidityDays longest validity of a node's certificate
 * @param maximumServiceCertificateValidityDays longest validity of the service's certificate
 * @param recentProposalsWindowSize how many proposals are remembered against replay
 * @param reconfigurationType without effect; kept as found
 */
public record ServiceConfig(
        long recoveryThreshold,
        @Nullable Long maximumNodeCertificateValidityDays,
        @Nullable Long maximumServiceCertificateValidityDays,
        @Nullable Long recentProposalsWindowSize,
        @Nullable String reconfigurationType) {
    static final Codec<ServiceConfig> CODEC =
            Codec.json(ServiceConfig::toJson, ServiceConfig::fromJson);

    private static final long VALIDITY_DAYS_DEFAULT = 365;
    private static final long WINDOW_SIZE_DEFAULT = 100;

    /** A configuration with nothing but a threshold. */
    public static ServiceConfig withThreshold(long recoveryThreshold) {
        return new ServiceConfig(recoveryThreshold, null, null, null, null);
    }

    /** The same configuration with another threshold. */
    public ServiceConfig replacingThreshold(long threshold) {
        return new ServiceConfig(
                threshold,
                maximumNodeCertificateValidityDays,
                maximumServiceCertificateValidityDays,
                recentProposalsWindowSize,
                reconfigurationType);
    }

    /** 365 where nothing is stored. */
    public long maximumNodeCertificateValidityDaysOrDefault() {
        return orDefault(maximumNodeCertificateValidityDays, VALIDITY_DAYS_DEFAULT);
    }

    /** 365 where nothing is stored. */
    public long maximumServiceCertificateValidityDaysOrDefault() {
        return orDefault(maximumServiceCertificateValidityDays, VALIDITY_DAYS_DEFAULT);
    }

    /** 100 where nothing is stored. */
    public long recentProposalsWindowSizeOrDefault() {
        return orDefault(recentProposalsWindowSize, WINDOW_SIZE_DEFAULT);
    }

    private static long orDefault(@Nullable Long value, long otherwise) {
        return value == null ? otherwise : value;
    }

    private ObjectNode toJson() {
        ObjectNode json = Json.object().put("recovery_threshold", recoveryThreshold);
        Fields.put(
                json, "maximum_node_certificate_validity_days", maximumNodeCertificateValidityDays);
        Fields.put(
                json,
                "maximum_service_certificate_validity_days",
                maximumServiceCertificateValidityDays);
        Fields.put(json, "recent_cose_proposals_window_size", recentProposalsWindowSize);
        Fields.put(json, "reconfiguration_type", reconfigurationType);
        return json;
    }

    private static ServiceConfig fromJson(JsonNode json) {
        Fields fields = new Fields(json);
        Long threshold = fields.optionalNumber("recovery_threshold");
        return new ServiceConfig(
                threshold == null ? 0 : threshold,
                fields.optionalNumber("maximum_node_certificate_validity_days"),
                fields.optionalNumber("maximum_service_certificate_validity_days"),
                fields.optionalNumber("recent_cose_proposals_window_size"),
                fields.optionalText("reconfiguration_type"));
    }
}
