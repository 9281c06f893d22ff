package dev.tallystick.platform;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.platform.snp.ConfigfsTsm;
import dev.tallystick.platform.snp.EndorsementsFile;
import dev.tallystick.platform.snp.SnpException;
import dev.tallystick.platform.snp.SnpReport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An AMD SEV-SNP guest (spec 07, section 3). Reports come from configfs-tsm, endorsement
 * certificates from the file of the configuration.
 *
 * <p>Not offered: the ioctl of {@code /dev/sev-guest}, the vTPM of Azure, and fetching certificates
 * from servers. A node that would need them does not start, and says so.
 */
public final class SnpPlatform implements Platform {

    private final ConfigfsTsm tsm;
    private final @Nullable Path endorsementsFile;

    SnpPlatform(ConfigfsTsm tsm, @Nullable Path endorsementsFile) {
        this.tsm = tsm;
        this.endorsementsFile = endorsementsFile;
    }

    @Override
    public String name() {
        return "SNP";
    }

    @Override
    public QuoteFormat format() {
        return QuoteFormat.AMD_SEV_SNP_V1;
    }

    /** The report data is followed by 32 zero bytes in the report (spec 07, 3.1). */
    @Override
    public QuoteInfo attest(Digest reportData) {
        byte[] input = new byte[2 * Digest.LENGTH];
        reportData.copyTo(input, 0);
        try {
            SnpReport report = tsm.report(Bytes.wrap(input));
            return new QuoteInfo(format(), report.raw(), endorsementsOf(report));
        } catch (IOException | SnpException e) {
            throw new PlatformException("Failed to obtain SEV-SNP evidence: " + e.getMessage(), e);
        }
    }

    private Bytes endorsementsOf(SnpReport report) throws IOException {
        if (endorsementsFile == null) {
            throw new PlatformException(
                    "SEV-SNP endorsement certificates are needed: set"
                            + " attestation.snp_endorsements_file (this version does not fetch"
                            + " them from servers)");
        }
        EndorsementsFile file = EndorsementsFile.parse(Files.readString(endorsementsFile));
        if (!file.isFor(report)) {
            throw new PlatformException(
                    "The endorsements of "
                            + endorsementsFile
                            + " are for TCB "
                            + file.tcbm()
                            + ", not for the reported "
                            + report.reportedTcb());
        }
        return file.pem();
    }
}
