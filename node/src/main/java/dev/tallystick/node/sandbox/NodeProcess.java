package dev.tallystick.node.sandbox;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The node of a sandbox: a child process of the same Java and class path, in the workspace, with an
 * empty environment, its output in files.
 */
final class NodeProcess implements AutoCloseable {
    /** A graceful stop takes less (spec 06, 12.1). */
    private static final long STOP_SECONDS_MAX = 10;

    private static final int LAST_LINES = 12;
    private static final String MAIN_CLASS = "dev.tallystick.node.cli.Tally";

    private final Process process;
    private final Workspace workspace;

    private NodeProcess(Process process, Workspace workspace) {
        this.process = process;
        this.workspace = workspace;
    }

    static NodeProcess start(Workspace workspace) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command(workspace))
                        .directory(workspace.folder().toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(workspace.standardOutput().toFile())
                        .redirectError(workspace.standardError().toFile());
        Map<String, String> environment = builder.environment();
        String platform = environment.get("CCF_PLATFORM_OVERRIDE");
        environment.clear();
        environment.put("LC_ALL", "C.UTF-8");
        if (platform != null) {
            environment.put("CCF_PLATFORM_OVERRIDE", platform);
        }
        return new NodeProcess(builder.start(), workspace);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until the node has ended, however.
     *
     * @return its exit status
     */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /**
     * Checks that the node still runs.
     *
     * @throws SandboxException with the node's last words
     */
    void requireAlive() {
        if (!process.isAlive()) {
            throw died();
        }
    }

    /** The node ended by itself: its exit status and its last words. */
    SandboxException died() {
        StringBuilder text = new StringBuilder();
        text.append("the node ended with exit status ").append(process.exitValue());
        lastWords(read(workspace.standardError()), read(workspace.standardOutput()))
                .forEach(line -> text.append("\n  ").append(line));
        return new SandboxException(text.toString());
    }

    /**
     * Asks the node to stop, and waits; after {@value #STOP_SECONDS_MAX} seconds, or when
     * interrupted meanwhile, it is killed.
     */
    @Override
    public void close() {
        boolean wasInterrupted = Thread.interrupted();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            wasInterrupted = true;
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(Workspace workspace) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-agentlib:") && !option.startsWith("-javaagent:")) {
                command.add(option);
            }
        }
        command.add("-Dtally.parent=" + ProcessHandle.current().pid());
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add(MAIN_CLASS);
        command.add("node");
        command.add("--config");
        command.add(workspace.folder().relativize(workspace.configuration()).toString());
        return command;
    }

    /** The child has another working directory. */
    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(":", entries);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "(%s cannot be read: %s)".formatted(file, e);
        }
    }

    /**
     * What tells best why a node ended: its fatal lines; without any, what is on standard error,
     * which is empty in normal life; without that, the end of the log.
     */
    static List<String> lastWords(String standardError, String log) {
        List<String> lines = log.lines().toList();
        List<String> fatal = lines.stream().filter(line -> line.contains(" [fatal]")).toList();
        if (!fatal.isEmpty()) {
            return fatal;
        }
        return last(standardError.isBlank() ? lines : standardError.lines().toList());
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }
}
