package dev.tallystick.platform;

import dev.tallystick.platform.snp.ConfigfsTsm;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Chooses the platform, once, before anything else (spec 07, 3.1; spec 06, 2.3). */
public final class Platforms {

    /** The environment variable that overrides the choice: {@code Virtual} or {@code SNP}. */
    public static final String OVERRIDE = "CCF_PLATFORM_OVERRIDE";

    private static final Logger LOG = LoggerFactory.getLogger(Platforms.class);
    private static final Path SNP_DEVICE = Path.of("/dev/sev-guest");

    private final Path snpDevice;
    private final Path tsmBase;

    Platforms(Path snpDevice, Path tsmBase) {
        this.snpDevice = snpDevice;
        this.tsmBase = tsmBase;
    }

    /**
     * The platform of this machine: SNP where there is {@code /dev/sev-guest}, else virtual, unless
     * {@link #OVERRIDE} says otherwise. Never falls back from SNP to virtual.
     *
     * @param environment the process environment
     * @throws PlatformException if the platform is unsupported or cannot be used
     */
    public static Platform detect(Map<String, String> environment, PlatformSetup setup) {
        return new Platforms(SNP_DEVICE, ConfigfsTsm.BASE).choose(environment, setup);
    }

    /**
     * The name of the platform that {@link #detect} would choose, for {@code --version}: {@code
     * Virtual} or {@code SNP}, or whatever else the environment demands.
     */
    public static String nameFor(Map<String, String> environment) {
        String override = environment.get(OVERRIDE);
        if (override != null) {
            return override;
        }
        return Files.exists(SNP_DEVICE) ? "SNP" : "Virtual";
    }

    Platform choose(Map<String, String> environment, PlatformSetup setup) {
        String override = environment.get(OVERRIDE);
        if (override == null) {
            return Files.exists(snpDevice) ? snp(setup) : virtual(setup);
        }
        return switch (override.toLowerCase(Locale.ROOT)) {
            case "virtual" -> virtual(setup);
            case "snp" -> snp(setup);
            default ->
                    throw new PlatformException(
                            "Unsupported platform for quote generation: " + override);
        };
    }

    private static Platform virtual(PlatformSetup setup) {
        LOG.error("The platform is Virtual: INSECURE, nothing that this node says is attested");
        return VirtualPlatform.create(setup.workingDirectory(), setup.pid(), setup.launcher());
    }

    private Platform snp(PlatformSetup setup) {
        if (!Files.isWritable(snpDevice)) {
            throw new PlatformException(
                    "The platform is SNP but " + snpDevice + " is missing or not writable");
        }
        ConfigfsTsm tsm = new ConfigfsTsm(tsmBase, setup.pid());
        if (!tsm.isPresent()) {
            throw new PlatformException(
                    "The platform is SNP but "
                            + tsmBase
                            + " is missing: this version obtains reports only from configfs-tsm"
                            + " (Linux 6.7 or later, with configfs mounted)");
        }
        return new SnpPlatform(tsm, setup.snpEndorsementsFile());
    }
}
