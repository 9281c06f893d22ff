package dev.tallystick.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules of the house that a text or a syntax tree can show; each message says what to do. */
class TidyTest {
    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 60;
    private static final Pattern JAVADOC_BEFORE_PACKAGE =
            Pattern.compile(
                    "/\\*\\*.*\\*/.*@(org\\.jspecify\\.annotations\\.)?NullMarked.*^package ",
                    Pattern.DOTALL | Pattern.MULTILINE);

    private static SourceTree sources;

    @BeforeAll
    static void parseTheSources() throws IOException {
        sources = SourceTree.of(Path.of(System.getProperty("tallystick.root")));
        assertFalse(sources.files().isEmpty(), "no sources found under tallystick.root");
    }

    @Test
    void filesAreShortEnoughToRead() throws IOException {
        List<String> long_ = new ArrayList<>();
        for (Path file : sources.files()) {
            try (Stream<String> lines = Files.lines(file)) {
                long count = lines.count();
                if (count > FILE_LINES_MAX) {
                    long_.add(sources.name(file) + " has " + count + " lines");
                }
            }
        }
        assertNone(long_, "look for the second idea in a file over " + FILE_LINES_MAX + " lines");
    }

    @Test
    void methodsFitOnAScreen() {
        assertNone(
                sources.methodsLongerThan(METHOD_LINES_MAX),
                "split a method over " + METHOD_LINES_MAX + " lines");
    }

    @Test
    void everyPackageOpensWithItsChapterPage() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path directory : sources.mainPackages()) {
            Path info = directory.resolve("package-info.java");
            if (!Files.exists(info)
                    || !JAVADOC_BEFORE_PACKAGE.matcher(Files.readString(info)).find()) {
                wrong.add(sources.name(directory));
            }
        }
        assertNone(wrong, "add a package-info.java with Javadoc and @NullMarked");
    }

    @Test
    void switchesOverSealedTypesListTheirCases() {
        assertNone(
                sources.defaultsOverSealedTypes(),
                "list the cases instead of default, so that the compiler finds a new one");
    }

    @Test
    void testsPollInsteadOfSleeping() {
        assertNone(
                sources.selections("Thread.sleep", file -> file.contains("/src/test/")),
                "poll a condition with a deadline");
    }

    @Test
    void onlyTheCommandLinePrints() {
        assertNone(
                sources.selections(
                        "System.out", file -> file.contains("/src/main/") && !mayPrint(file)),
                "log, or return the text to the command line");
        assertNone(
                sources.selections(
                        "System.err", file -> file.contains("/src/main/") && !mayPrint(file)),
                "log, or return the text to the command line");
    }

    private static boolean mayPrint(String file) {
        return file.contains("/node/cli/") || file.contains("/bench/");
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        assertNone(
                sources.typesNamedLike(
                        Pattern.compile("(Abstract\\w+|\\w*(Utils?|Helpers?|Manager|Impl))")),
                "name the idea");
    }

    @Test
    void javaIsFormatted() throws IOException, FormatterException {
        Formatter formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .build());
        List<String> unformatted = new ArrayList<>();
        for (Path file : sources.files()) {
            String text = Files.readString(file);
            if (!formatter.formatSourceAndFixImports(text).equals(text)) {
                unformatted.add(sources.name(file));
            }
        }
        assertNone(unformatted, "run mvn spotless:apply with a JDK of 21 or later");
    }

    private static void assertNone(List<String> found, String whatToDo) {
        assertEquals("", String.join("\n", found), whatToDo);
    }
}
