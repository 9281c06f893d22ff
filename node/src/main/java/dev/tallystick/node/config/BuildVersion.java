package dev.tallystick.node.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * Which build this is, as {@code --version} and {@code GET /node/version} tell it (spec 06, 1.1).
 */
public final class BuildVersion {
    /** The CCF release whose files and interfaces are implemented. */
    private static final String CCF_RELEASE = "ccf-7.0.0-dev7";

    private static final String RESOURCE = "version.properties";

    private BuildVersion() {}

    /** Tallystick's own version, for example {@code 0.1.0-SNAPSHOT}. */
    public static String tallystick() {
        try (InputStream resource = BuildVersion.class.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(resource, RESOURCE));
            return properties.getProperty("tallystick", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The description string of the build. It begins as CCF's does, because CCF's tools split it at
     * the dashes to learn the release: {@code ccf-7.0.0-dev7-tallystick-0.1.0-SNAPSHOT}.
     */
    public static String description() {
        return CCF_RELEASE + "-tallystick-" + tallystick();
    }
}
