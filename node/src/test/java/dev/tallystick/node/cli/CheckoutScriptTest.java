package dev.tallystick.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.node.cli.Scripts.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The checkout's {@code ./tally}, in a small checkout with a fake Maven. */
class CheckoutScriptTest {
    /** Builds a distribution that prints its arguments, unless the folder has a file FAIL. */
    private static final String FAKE_MAVEN =
            """
            #!/bin/sh
            root=$(dirname "$0")/..
            echo "maven $*" >>"$root/builds"
            if [ -e "$root/FAIL" ]; then
                echo 'ERROR: does not compile' >&2
                exit 1
            fi
            mkdir -p "$root/node/target/tally/bin"
            printf '#!/bin/sh\\necho "ran $*"\\n' >"$root/node/target/tally/bin/tally"
            chmod +x "$root/node/target/tally/bin/tally"
            """;

    @TempDir Path folder;
    private Path script = Path.of("");
    private Path source = Path.of("");
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeCheckout() throws Exception {
        folder = folder.toRealPath();
        Path original = Path.of(System.getProperty("tallystick.root"));
        script =
                Scripts.executable(
                        folder.resolve("tally"), Files.readString(original.resolve("tally")));
        String launcher = "node/src/main/distribution/bin/tally";
        Scripts.executable(folder.resolve(launcher), Files.readString(original.resolve(launcher)));
        source = Files.writeString(folder.resolve("node/src/main/A.java"), "class A {}");
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Scripts.executable(folder.resolve("bin/mvn"), FAKE_MAVEN);
        Path java = Scripts.fakeJava(folder.resolve("jdk"), "25", true);
        environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        environment.put("JAVA_HOME", java.toString());
    }

    @Test
    void aMissingDistributionIsBuiltAndRun() throws Exception {
        Outcome outcome = run("sandbox", "--users", "2");
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals("ran sandbox --users 2\n", outcome.out());
        assertTrue(outcome.err().startsWith("tally: building the distribution"), outcome.err());
        assertEquals(1, builds());
    }

    @Test
    void aFreshDistributionIsNotBuiltAgain() throws Exception {
        run("--version");
        Outcome outcome = run("--version");
        assertEquals("", outcome.err());
        assertEquals("ran --version\n", outcome.out());
        assertEquals(1, builds());
    }

    @Test
    void aNewerSourceMakesItStale() throws Exception {
        run("--version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        run("--version");
        assertEquals(2, builds());
    }

    @Test
    void anOldDistributionCanBeRunOnRequest() throws Exception {
        run("--version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        environment.put("TALLY_NO_BUILD", "1");
        assertEquals("ran --version\n", run("--version").out());
        assertEquals(1, builds());
    }

    @Test
    void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
        Files.createFile(folder.resolve("FAIL"));
        Outcome outcome = run("--version");
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("ERROR: does not compile\n"), outcome.err());
        assertTrue(outcome.err().endsWith("tally: the build failed, see above\n"), outcome.err());
        Files.delete(folder.resolve("FAIL"));
        assertEquals("ran --version\n", run("--version").out());
    }

    @Test
    void withoutJavaNothingIsBuilt() throws Exception {
        environment.put("JAVA_HOME", "/nonexistent");
        environment.put("TALLY_JAVA_SEARCH", "/nonexistent");
        Scripts.fakeJava(folder.resolve("old"), "17", true);
        Files.createSymbolicLink(folder.resolve("bin/java"), folder.resolve("old/bin/java"));
        Outcome outcome = run("--version");
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().startsWith("tally: no Java 25 or later found"), outcome.err());
        assertEquals(0, builds());
    }

    private long builds() throws Exception {
        Path log = folder.resolve("builds");
        return Files.exists(log) ? Files.readString(log).lines().count() : 0;
    }

    private Outcome run(String... args) throws Exception {
        return Scripts.run(environment, script, args);
    }
}
