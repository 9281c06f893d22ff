package dev.tallystick.kv.sealed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class OwnedDirectoryTest {
    private static final SealedStoreOptions OPTIONS = SealedFixture.SMALL;

    @TempDir Path folder;

    private String refusal(Path directory) {
        IOException refused =
                assertThrows(IOException.class, () -> SealedStore.open(directory, OPTIONS));
        return String.valueOf(refused.getMessage());
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aDirectoryThatIsAbsentIsMade() throws IOException {
        Path directory = folder.resolve("deep/down/sealed");

        SealedStore.open(directory, OPTIONS).close();

        assertEquals(List.of(OwnedDirectory.MARKER), names(directory));
    }

    @Test
    void aForeignFileIsNamedAndNothingIsDeleted() throws IOException {
        Files.writeString(folder.resolve("letters.txt"), "dear");

        assertEquals(
                folder
                        + " holds letters.txt, which is not of a sealed store: name an empty"
                        + " directory, or remove it",
                refusal(folder));
        assertEquals(List.of("letters.txt"), names(folder));
    }

    @Test
    void aForeignFileAmongOursIsNamedAndNothingIsDeleted() throws IOException {
        SealedStore.open(folder, OPTIONS).close();
        Files.writeString(folder.resolve("000007.sst"), "left");
        Files.writeString(folder.resolve("letters.txt"), "dear");

        assertTrue(refusal(folder).contains("holds letters.txt"));
        assertEquals(List.of("000007.sst", OwnedDirectory.MARKER, "letters.txt"), names(folder));
    }

    @Test
    void somebodyElsesDatabaseIsNotDeleted() throws IOException {
        Files.writeString(folder.resolve("CURRENT"), "MANIFEST-000005\n");

        assertTrue(refusal(folder).contains("holds CURRENT"));
        assertEquals(List.of("CURRENT"), names(folder));
    }

    @Test
    void linksAndFoldersUnderOurNamesAreNotFollowed() throws IOException {
        SealedStore.open(folder, OPTIONS).close();
        Path elsewhere = Files.createTempFile("elsewhere", "");
        Files.createSymbolicLink(folder.resolve("000007.sst"), elsewhere);
        assertTrue(refusal(folder).contains("holds 000007.sst"));

        Files.delete(folder.resolve("000007.sst"));
        Files.createDirectory(folder.resolve("LOG"));
        assertTrue(refusal(folder).contains("holds LOG"));

        Files.delete(elsewhere);
    }

    @Test
    void twoStoresOfOneProcessCannotShareADirectory() throws IOException {
        try (SealedStore first = SealedStore.open(folder, OPTIONS)) {
            SealedTable table = first.table("table", Limit.cache(1 << 20));
            table.put(Bytes.utf8("key"), Bytes.utf8("value"));

            assertEquals(
                    folder + " is in use by another sealed store: give each node its own",
                    refusal(folder));
            assertEquals(Optional.of(Bytes.utf8("value")), table.get(Bytes.utf8("key")));
        }
        SealedStore.open(folder, OPTIONS).close();
    }

    @Test
    void theDirectoryOfARunningProcessIsRefusedAndThatOfAKilledOneTakenOver() throws Exception {
        Process other = ChildProcess.of(Child.class, List.of(), folder.toString()).start();
        try {
            BufferedReader output = other.inputReader();
            assertEquals("open", output.readLine());
            assertTrue(refusal(folder).contains("is in use by another sealed store"));
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertTrue(names(folder).size() > 3, () -> "the killed process left its files");

        try (SealedStore store = SealedStore.open(folder, OPTIONS)) {
            SealedTable table = store.table("table", Limit.cache(1 << 20));
            assertEquals(Optional.empty(), table.get(Bytes.utf8("key")));
            table.put(Bytes.utf8("key"), Bytes.utf8("mine"));
            assertEquals(Optional.of(Bytes.utf8("mine")), table.get(Bytes.utf8("key")));
        }
        assertEquals(List.of(OwnedDirectory.MARKER), names(folder));
    }

    @Test
    void aRefusedStoreOfTheSameProcessLeavesTheDirectoryLockedForOtherProcesses() throws Exception {
        try (SealedStore first = SealedStore.open(folder, OPTIONS)) {
            first.disk().flush();
            refusal(folder);
            List<String> before = names(folder);

            Process other = ChildProcess.of(Child.class, List.of(), folder.toString()).start();
            try {
                String output = other.inputReader().readLine();
                assertTrue(output.contains("is in use by another sealed store"), output);
                assertEquals(1, other.waitFor());
            } finally {
                other.destroyForcibly().waitFor();
            }
            assertEquals(before, names(folder));
        }
    }

    @Test
    void aStoreClosedTwiceLeavesItsSuccessorAlone() throws IOException {
        SealedStore first = SealedStore.open(folder, OPTIONS);
        first.close();
        try (SealedStore second = SealedStore.open(folder, OPTIONS)) {
            second.disk().flush();
            List<String> before = names(folder);

            first.close();

            assertEquals(before, names(folder));
            assertTrue(refusal(folder).contains("is in use by another sealed store"));
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefusedWithTheReason() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no directory");

        assertEquals(
                "cannot use %s: java.nio.file.FileAlreadyExistsException: %s".formatted(file, file),
                refusal(file));
    }

    /** Another process with a store of its own, until it is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            SealedStore store = SealedStore.open(Path.of(arguments[0]), OPTIONS);
            SealedTable table = store.table("table", Limit.cache(1 << 20));
            table.put(Bytes.utf8("key"), Bytes.utf8("value"));
            store.disk().flush();
            ChildProcess.say("open");
            Thread.currentThread().join();
        }
    }
}
