package dev.tallystick.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.node.cli.Scripts.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The distribution's {@code bin/tally}, in a folder with fake Javas (spec 06, 12.1). */
class LauncherTest {
    @TempDir Path folder;
    private Path launcher = Path.of("");
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void copyTheLauncher() throws Exception {
        folder = folder.toRealPath();
        Path original =
                Path.of(System.getProperty("tallystick.root"))
                        .resolve("node/src/main/distribution/bin/tally");
        launcher = Scripts.executable(folder.resolve("dist/bin/tally"), Files.readString(original));
        environment.put("PATH", "/nonexistent");
        environment.put("TALLY_JAVA_SEARCH", folder + "/empty:" + folder + "/jvm");
    }

    @Test
    void javaHomeIsTakenFirst() throws Exception {
        Scripts.fakeJava(folder.resolve("jvm/jdk-25"), "25.0.3", true);
        Path chosen = Scripts.fakeJava(folder.resolve("my java"), "26", true);
        environment.put("JAVA_HOME", chosen.toString());
        assertEquals(chosen + "\n", run("--java-home").out());
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        Path chosen = Scripts.fakeJava(folder.resolve("jvm/jdk-25"), "25.0.3", true);
        Scripts.fakeJava(folder.resolve("jvm/jdk-17"), "17.0.15", true);
        Scripts.fakeJava(folder.resolve("jvm/jdk-8"), "1.8.0_400", false);
        Path old = Scripts.fakeJava(folder.resolve("old"), "24.0.2", true);
        environment.put("JAVA_HOME", old.toString());
        assertEquals(chosen + "\n", run("--java-home").out());
    }

    @Test
    void theJavaOfThePathIsTakenBeforeTheUsualFolders() throws Exception {
        Scripts.fakeJava(folder.resolve("jvm/jdk-25"), "25.0.3", true);
        Path chosen = Scripts.fakeJava(folder.resolve("opt/jdk"), "25.0.4", true);
        Path link = Files.createDirectories(folder.resolve("bin")).resolve("java");
        Files.createSymbolicLink(link, chosen.resolve("bin/java"));
        environment.put("PATH", folder.resolve("bin").toString());
        assertEquals(chosen + "\n", run("--java-home").out());
    }

    @Test
    void aJavaWithoutReleaseFileIsAskedForItsVersion() throws Exception {
        Path chosen = Scripts.fakeJava(folder.resolve("jvm/jdk"), "25", false);
        assertEquals(chosen + "\n", run("--java-home").out());
    }

    @Test
    void aBundledJavaWinsOverAllOthers() throws Exception {
        Path other = Scripts.fakeJava(folder.resolve("jvm/jdk-25"), "25.0.3", true);
        environment.put("JAVA_HOME", other.toString());
        Path bundled = Scripts.fakeJava(folder.resolve("dist/jre"), "25.0.3", true);
        assertEquals(bundled + "\n", run("--java-home").out());
    }

    @Test
    void withoutAJavaOneLineSaysWhatToDo() throws Exception {
        Outcome outcome = run("--version");
        assertEquals(1, outcome.status());
        assertEquals(
                "tally: no Java 25 or later found; install one (for example Temurin 25) or set"
                        + " JAVA_HOME\n",
                outcome.err());
    }

    @Test
    void anEmptyEnvironmentAndASymbolicLinkAreEnough() throws Exception {
        Scripts.fakeJava(folder.resolve("dist/jre"), "25.0.3", true);
        Path link = Files.createSymbolicLink(folder.resolve("js_generic"), launcher);
        Outcome outcome =
                Scripts.run(Map.of(), link, "--config", "a b.json", "", "--log-level", "info");
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals("", outcome.err());
        assertEquals(
                """
                java of HOME/dist/jre
                LC_CTYPE=C.UTF-8 LC_MESSAGES=C JAVA_TOOL_OPTIONS=
                [--sun-misc-unsafe-memory-access=allow]
                [--enable-native-access=ALL-UNNAMED]
                [-Dfile.encoding=UTF-8]
                [-Dstdout.encoding=UTF-8]
                [-Dstderr.encoding=UTF-8]
                [-Dpolyglot.engine.WarnInterpreterOnly=false]
                [-Dtally.launcher=HOME/dist/bin/tally]
                [-Dtally.home=HOME/dist]
                [-cp]
                [HOME/dist/lib/*]
                [dev.tallystick.node.cli.Tally]
                [--config]
                [a b.json]
                []
                [--log-level]
                [info]
                """,
                outcome.out().replace(folder.toString(), "HOME"));
    }

    @Test
    void javaOptionsComeFromOurVariableOnly() throws Exception {
        Scripts.fakeJava(folder.resolve("dist/jre"), "25.0.3", true);
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx1g");
        environment.put("TALLY_JAVA_OPTS", "-Xmx2g -Dx=*");
        environment.put("LANG", "de_CH.UTF-8");
        String out = run("sandbox").out();
        assertTrue(out.contains("LC_CTYPE=de_CH.UTF-8 LC_MESSAGES=C JAVA_TOOL_OPTIONS=\n"), out);
        assertTrue(out.contains("[-Xmx2g]\n[-Dx=*]\n[dev.tallystick.node.cli.Tally]\n"), out);
    }

    private Outcome run(String... args) throws Exception {
        return Scripts.run(environment, launcher, args);
    }
}
