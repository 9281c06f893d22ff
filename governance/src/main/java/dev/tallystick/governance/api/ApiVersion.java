package dev.tallystick.governance.api;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The versions of the governance API, oldest first (spec 03, 3.1). */
public enum ApiVersion {
    /** The first one; differs only in lacking the endpoints on the JavaScript application. */
    PREVIEW("2023-06-01-preview"),
    /** The present one. */
    V2024_07_01("2024-07-01");

    /** The query parameter that names the version. */
    public static final String PARAMETER = "api-version";

    private final String text;

    ApiVersion(String text) {
        this.text = text;
    }

    /** As the query names it. */
    public String text() {
        return text;
    }

    /**
     * Checks what a request asks for.
     *
     * @param requested decoded value of the query parameter; null when absent
     * @param since the first version that has the endpoint
     * @throws GovException 400 with the versions that are accepted
     */
    static void check(@Nullable String requested, ApiVersion since) {
        if (requested == null) {
            throw GovException.badRequest(
                    ErrorCode.MISSING_API_VERSION_PARAMETER,
                    "The api-version query parameter (?api-version=) is required for all requests."
                            + " The supported api-versions are: "
                            + listFrom(PREVIEW));
        }
        boolean isAccepted =
                Arrays.stream(values())
                        .anyMatch(v -> v.text.equals(requested) && v.compareTo(since) >= 0);
        if (!isAccepted) {
            throw GovException.badRequest(
                    ErrorCode.UNSUPPORTED_API_VERSION_VALUE,
                    "Unsupported api-version '"
                            + requested
                            + "'. The supported api-versions are: "
                            + listFrom(since));
        }
    }

    private static String listFrom(ApiVersion since) {
        return Arrays.stream(values())
                .filter(version -> version.compareTo(since) >= 0)
                .map(ApiVersion::text)
                .collect(Collectors.joining(", "));
    }
}
