package dev.tallystick.node.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class WorkspaceTest {
    @TempDir Path folder;
    private final List<String> progress = new ArrayList<>();

    @Test
    void anAbsentFolderIsMade() throws Exception {
        Workspace workspace = create("a/b/sandbox", false);
        assertTrue(Files.isDirectory(workspace.keys()));
        assertEquals(List.of(), progress);
    }

    @Test
    void anEarlierSandboxIsMovedAsideUnderTheNextFreeName() throws Exception {
        Files.writeString(create("sandbox", false).ledger(), "first");
        Files.writeString(create("sandbox", false).ledger(), "second");
        create("sandbox", false);
        assertEquals("first", Files.readString(folder.resolve("sandbox.1/ledger")));
        assertEquals("second", Files.readString(folder.resolve("sandbox.2/ledger")));
        assertFalse(Files.exists(folder.resolve("sandbox/ledger")));
        assertEquals(
                "the earlier sandbox is kept in " + folder.resolve("sandbox.2"),
                progress.getLast());
    }

    @Test
    void anEarlierSandboxIsDeletedOnRequest() throws Exception {
        Files.writeString(create("sandbox", false).ledger(), "first");
        create("sandbox", true);
        assertFalse(Files.exists(folder.resolve("sandbox/ledger")));
        assertFalse(Files.exists(folder.resolve("sandbox.1")));
    }

    @Test
    void aFolderWithSomethingElseIsLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("thesis.txt"), "do not delete");
        SandboxException refusal =
                assertThrows(
                        SandboxException.class,
                        () -> Workspace.create(folder, true, progress::add));
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .contains("choose another folder with --workspace"),
                refusal.getMessage());
        assertTrue(Files.exists(file));
    }

    @Test
    void aSandboxThatStillRunsIsLeftAlone() throws Exception {
        create("sandbox", false);
        Process node = new ProcessBuilder("/bin/sh", "-c", "read line", "node.config.json").start();
        try {
            Files.writeString(folder.resolve("sandbox/node.pid"), Long.toString(node.pid()));
            SandboxException refusal =
                    assertThrows(SandboxException.class, () -> create("sandbox", true));
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains("(process " + node.pid() + ")"),
                    refusal.getMessage());
        } finally {
            node.destroy();
        }
    }

    @Test
    void aPidThatNowBelongsToAnotherProgramDoesNotMatter() throws Exception {
        create("sandbox", false);
        long pid = ProcessHandle.current().pid();
        Files.writeString(folder.resolve("sandbox/node.pid"), Long.toString(pid));
        create("sandbox", false);
        assertTrue(Files.exists(folder.resolve("sandbox.1")));
    }

    private Workspace create(String name, boolean deletesOld) throws Exception {
        return Workspace.create(folder.resolve(name), deletesOld, progress::add);
    }
}
