package dev.tallystick.ledger.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which provider a fresh process chooses, with and without the native one. */
class CryptoFallbackTest {
    private static final Predicate<String> NATIVE =
            element -> Path.of(element).getFileName().toString().startsWith("AmazonCorretto");

    @Test
    void theNativeProviderIsChosenWhereItsLibraryLoads() throws IOException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "the native library is for Linux on x86-64");

        assertTrue(probe(classPath(element -> true)).contains("AmazonCorrettoCryptoProvider "));
    }

    @Test
    void withoutTheJarThePortableProviderDoesTheSame() throws IOException {
        String without = classPath(NATIVE.negate());

        assertTrue(probe(without).contains("provider: BouncyCastle "));
    }

    @Test
    void withoutTheNativeLibraryThePortableProviderDoesTheSame() throws IOException {
        String output =
                probe(
                        classPath(element -> true),
                        "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true",
                        "-Djava.library.path=");

        assertTrue(output.contains("provider: BouncyCastle "), output);
    }

    @Test
    void thePropertyForcesThePortableProvider() throws IOException {
        String output =
                probe(classPath(element -> true), "-D" + CryptoProvider.PROPERTY + "=bouncycastle");

        assertTrue(output.contains("provider: BouncyCastle "), output);
    }

    private static String classPath(Predicate<String> isWanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(isWanted)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs {@link CryptoProbe} in a new process; gives what it printed. */
    private static String probe(String classPath, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, CryptoProbe.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            String text = new String(output, StandardCharsets.UTF_8);
            assertEquals(0, process.onExit().join().exitValue(), text);
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
