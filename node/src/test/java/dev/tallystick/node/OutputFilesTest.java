package dev.tallystick.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.StartupException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class OutputFilesTest {
    @TempDir Path folder;

    @Test
    void anEarlierFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("service_cert.pem");
        OutputFiles.write(file, "earlier, and longer");
        OutputFiles.write(file, "now");

        assertEquals("now", Files.readString(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void aFileThatCannotBeWrittenEndsTheStartWithItsName() {
        Path file = folder.resolve("absent/service_cert.pem");
        StartupException refusal =
                assertThrows(StartupException.class, () -> OutputFiles.write(file, "text"));

        assertEquals(ExitStatus.FILE_ERROR, refusal.status());
        String line = refusal.lines().getFirst();
        assertTrue(line.startsWith("Could not write file " + file), line);
    }
}
