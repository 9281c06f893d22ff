package dev.tallystick.governance.constitution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A constitution as an ordered list of JavaScript files (spec 03, 6.1).
 *
 * <p>Top-level names are shared between the files, so that an extension file adds actions to those
 * of the files before it. Immutable.
 */
public final class ConstitutionFiles {
    private static final String FOLDER = "/constitution/";

    private static final List<String> ACTIONS =
            List.of(
                    "actions.js",
                    "member_actions.js",
                    "service_actions.js",
                    "node_actions.js",
                    "application_actions.js",
                    "jwt_actions.js");
    private static final List<String> TAIL = List.of("validate.js", "apply.js");

    private final List<String> names;

    private ConstitutionFiles(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * Every action; a proposal is accepted when more than half of the active members are for it.
     */
    public static ConstitutionFiles standard() {
        return of(List.of("resolve.js"));
    }

    /** The standard one, with the actions on virtual nodes. */
    public static ConstitutionFiles virtual() {
        return of(List.of("virtual_actions.js", "resolve.js"));
    }

    /** For development: with the actions on virtual nodes, and every proposal accepted at once. */
    public static ConstitutionFiles sandbox() {
        return of(List.of("virtual_actions.js", "sandbox_resolve.js"));
    }

    private static ConstitutionFiles of(List<String> own) {
        List<String> names = new ArrayList<>(ACTIONS);
        names.addAll(own);
        names.addAll(TAIL);
        return new ConstitutionFiles(names);
    }

    /** The names of the files, in the order in which they are joined. */
    public List<String> names() {
        return names;
    }

    /** The whole text, as {@code public:ccf.gov.constitution} holds it. */
    public String text() {
        return join(names.stream().map(ConstitutionFiles::read).toList());
    }

    /** Joins the texts of constitution files, in their order, as the node stores them. */
    public static String join(List<String> texts) {
        return String.join("\n", texts);
    }

    /**
     * Writes the files into a folder, which must exist.
     *
     * @return their paths, in order, for {@code command.start.constitution_files}
     * @throws IOException when a file cannot be written
     */
    public List<Path> writeTo(Path folder) throws IOException {
        List<Path> written = new ArrayList<>();
        for (String name : names) {
            written.add(Files.writeString(folder.resolve(name), read(name)));
        }
        return written;
    }

    private static String read(String name) {
        try (InputStream resource = ConstitutionFiles.class.getResourceAsStream(FOLDER + name)) {
            if (resource == null) {
                throw new IllegalStateException("Resource " + FOLDER + name + " is missing");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
