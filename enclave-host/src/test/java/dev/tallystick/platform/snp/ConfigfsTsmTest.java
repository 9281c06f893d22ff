package dev.tallystick.platform.snp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class ConfigfsTsmTest {

    private static final Path BASE = Path.of("/sys/kernel/config/tsm/report");
    private static final Bytes INPUT = Bytes.wrap(new byte[64]);

    private final FakeKernel kernel = new FakeKernel();
    private final ConfigfsTsm tsm = new ConfigfsTsm(BASE, 42, kernel);

    /** The semantics of spec 07, 3.2: each write counts, reports are made at the read after it. */
    private static final class FakeKernel implements TsmFiles {
        private final Map<Path, Optional<byte[]>> inputs = new HashMap<>();
        private final Map<Path, Integer> generations = new HashMap<>();
        private String provider = "sev_guest\n";
        private int interferences;
        private int reportSize = SnpReport.SIZE;

        @Override
        public void makeDirectory(Path directory) throws IOException {
            if (inputs.putIfAbsent(directory, Optional.empty()) != null) {
                throw new FileAlreadyExistsException(directory.toString());
            }
            generations.put(directory, 0);
        }

        @Override
        public void write(Path file, byte[] bytes) throws IOException {
            if (!file.endsWith("inblob") || bytes.length > 64) {
                throw new IOException("EINVAL");
            }
            inputs.put(directoryOf(file), Optional.of(bytes.clone()));
            generations.merge(directoryOf(file), 1, Integer::sum);
            if (interferences > 0) {
                interferences--;
                generations.merge(directoryOf(file), 1, Integer::sum);
            }
        }

        @Override
        public byte[] read(Path file) throws IOException {
            return switch (String.valueOf(file.getFileName())) {
                case "provider" -> provider.getBytes(StandardCharsets.US_ASCII);
                case "generation" ->
                        (generations.get(directoryOf(file)) + "\n")
                                .getBytes(StandardCharsets.US_ASCII);
                case "outblob" -> report(directoryOf(file));
                default -> throw new IOException("ENOENT");
            };
        }

        private static Path directoryOf(Path file) {
            return Objects.requireNonNull(file.getParent());
        }

        private byte[] report(Path directory) throws IOException {
            byte[] input =
                    inputs.getOrDefault(directory, Optional.empty())
                            .orElseThrow(() -> new IOException("EINVAL"));
            byte[] report = new byte[reportSize];
            System.arraycopy(input, 0, report, 0x50, input.length);
            return report;
        }

        @Override
        public void removeDirectory(Path directory) {
            inputs.remove(directory);
        }
    }

    @Test
    void theReportBindsTheInputAndNothingIsLeftBehind() throws IOException {
        byte[] input = new byte[64];
        input[0] = 7;

        SnpReport report = tsm.report(Bytes.wrap(input));

        assertArrayEquals(input, report.reportData().toArray());
        assertTrue(kernel.inputs.isEmpty());
    }

    @Test
    void aReportThatAnotherWriterMayHaveChangedIsDiscarded() throws IOException {
        kernel.interferences = 4;
        tsm.report(INPUT);

        kernel.interferences = 5;
        IOException e = assertThrows(IOException.class, () -> tsm.report(INPUT));

        assertEquals("Other writers interfere under " + BASE, e.getMessage());
        assertTrue(kernel.inputs.isEmpty());
    }

    @Test
    void anotherKindOfGuestIsNamed() {
        kernel.provider = "tdx_guest\n";

        IOException e = assertThrows(IOException.class, () -> tsm.report(INPUT));

        assertEquals("The provider under " + BASE + " is tdx_guest, not sev_guest", e.getMessage());
    }

    @Test
    void somethingElseThanAReportIsRefused() {
        kernel.reportSize = 4000;

        assertThrows(SnpException.class, () -> tsm.report(INPUT));
    }

    @Test
    void anEndorsementsFileIsForOneTcbInUpperCase() {
        String json =
                "{\"cacheControl\":\"3600\",\"vcekCert\":\"A\",\"certificateChain\":\"BC\","
                        + "\"tcbm\":\"C803000004050607\"}";
        EndorsementsFile file = EndorsementsFile.parse(base64(json));
        MadeUpAmd amd = new MadeUpAmd(SnpProduct.MILAN);

        assertEquals("ABC", file.pem().utf8());
        assertTrue(file.isFor(SnpReport.parse(amd.report(r -> {}))));
        assertEquals(
                false, file.isFor(SnpReport.parse(amd.report(r -> r.put(0x187, (byte) 0xC9)))));
    }

    @Test
    void anEndorsementsFileWithoutAMemberSaysWhich() {
        for (String content : new String[] {"{}", "[", "{\"cacheControl\":3600}"}) {
            SnpException e =
                    assertThrows(SnpException.class, () -> EndorsementsFile.parse(base64(content)));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .startsWith("Error attempting to use SNP endorsements from file: "));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
