package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystick.node.cli.CapturedConsole;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** On the ledgers of a recorded CCF service. */
class LedgerVerifyCommandTest {
    private static final Path SERVICE =
            Path.of(System.getProperty("tallystick.data"), "ccf7-service");

    @TempDir Path folder;
    private final CapturedConsole console = CapturedConsole.withoutNode();

    @BeforeEach
    void needData() {
        assumeTrue(Files.exists(SERVICE), "no recorded service at " + SERVICE);
    }

    @Test
    void anIntactLedgerIsSummarised() {
        assertEquals(
                0,
                verify("--service-cert", SERVICE.resolve("service_cert.pem").toString()),
                console.err());
        List<String> lines = console.out().lines().toList();
        assertTrue(lines.getFirst().startsWith("The ledger is intact; every transaction up to 2."));
        for (String label :
                List.of("files", "transactions", "signatures", "views", "service", "governance")) {
            assertTrue(
                    lines.stream().anyMatch(line -> line.startsWith("  " + label + " ")),
                    console.out());
        }
        assertTrue(console.out().contains("Open at seqno "), console.out());
        assertTrue(console.out().contains(" × proposal accepted\n"), console.out());
        assertEquals("", console.err());
    }

    @Test
    void eventsAreListedOnRequest() {
        assertEquals(0, verify("--events"), console.err());
        assertTrue(console.out().contains("seqno 1: constitution set\n"), console.out());
    }

    @Test
    void anotherServicesCertificateIsRefused() {
        Path other = SERVICE.resolve("logging_app/service_cert.pem");
        assertEquals(1, verify("--service-cert", other.toString()));
        assertOneLineOfRefusal();
    }

    @Test
    void aTransactionThatIsMissingFromTheEndIsNoticed() {
        assertEquals(1, verify("--expect", "2.999999"));
        assertOneLineOfRefusal();
    }

    @Test
    void aFlippedBitIsFoundAndPlaced() throws Exception {
        Path copy = copyLedger();
        Path chunk = chunks(copy).get(1);
        byte[] bytes = Files.readAllBytes(chunk);
        bytes[bytes.length / 2] ^= 1;
        Files.write(chunk, bytes);
        assertEquals(1, console.run("ledger", "verify", copy.toString()));
        assertOneLineOfRefusal();
        assertTrue(console.err().contains(chunk + ": seqno "), console.err());
        assertEquals("", console.out());
    }

    @Test
    void aMissingChunkIsFound() throws Exception {
        Path copy = copyLedger();
        Files.delete(chunks(copy).get(1));
        assertEquals(1, console.run("ledger", "verify", copy.toString()));
        assertOneLineOfRefusal();
    }

    @Test
    void aFolderThatDoesNotExistIsRefusedInOneLine() {
        assertEquals(2, console.run("ledger", "verify", folder.resolve("absent").toString()));
        assertOneLineOfRefusal();
    }

    private void assertOneLineOfRefusal() {
        assertTrue(console.err().startsWith("tally ledger verify: "), console.err());
        assertEquals(1, console.err().lines().count(), console.err());
    }

    /** Node 0 stopped with a file that was still open. */
    private int verify(String... options) {
        List<String> args =
                Stream.concat(
                                Stream.of(
                                        "ledger",
                                        "verify",
                                        SERVICE.resolve("node0/ledger").toString(),
                                        "--allow-unsigned-tail"),
                                Stream.of(options))
                        .toList();
        return console.run(args.toArray(String[]::new));
    }

    private Path copyLedger() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("ledger"));
        for (Path chunk : chunks(SERVICE.resolve("node0/ledger"))) {
            Files.copy(chunk, copy.resolve(chunk.getFileName()));
        }
        return copy;
    }

    private static List<Path> chunks(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted(
                            (a, b) ->
                                    Long.compare(
                                            start(a.getFileName().toString()),
                                            start(b.getFileName().toString())))
                    .toList();
        }
    }

    private static long start(String name) {
        return Long.parseLong(name.replaceAll("ledger_(\\d+).*", "$1"));
    }
}
