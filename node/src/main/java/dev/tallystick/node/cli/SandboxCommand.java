package dev.tallystick.node.cli;

import dev.tallystick.ledger.Check;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.sandbox.Sandbox;
import dev.tallystick.node.sandbox.SandboxException;
import dev.tallystick.node.sandbox.SandboxOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code tally sandbox}: a local service with members, users and an application, until Ctrl-C. */
@Command(
        name = "sandbox",
        description = {
            "Start a local service with made-up members and users, and open it.",
            "Everything is written into one folder; Ctrl-C stops the node and keeps the files.",
            ""
        })
final class SandboxCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            defaultValue = "workspace/sandbox",
            description = "Folder for keys, configuration and ledger. Default: ${DEFAULT-VALUE}.")
    private Path workspace = Path.of("workspace/sandbox");

    @Option(
            names = "--clean",
            description = "Delete an earlier sandbox in that folder instead of moving it aside.")
    private boolean isClean;

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many members. Default: ${DEFAULT-VALUE}.")
    private int members = 1;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many users. Default: ${DEFAULT-VALUE}.")
    private int users = 1;

    @Option(
            names = "--app",
            paramLabel = "DIR",
            description = "Application bundle (app.json, src/). Default: samples/logging.")
    private @Nullable Path app;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8000",
            description = "Port to listen on; 0: any free one. Default: ${DEFAULT-VALUE}.")
    private int port = 8000;

    @Option(
            names = "--constitution",
            paramLabel = "FILE",
            description = "JavaScript files instead of the sandbox's constitution; repeatable.")
    private List<Path> constitution = List.of();

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the node's log as well.")
    private boolean isVerbose;

    /** Set by the signal's thread before it interrupts the main one. */
    private volatile boolean isStopRequested;

    SandboxCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Thread main = Thread.currentThread();
        StopSignals.install(
                List.of("TERM", "HUP", "INT"),
                name -> {
                    isStopRequested = true;
                    main.interrupt();
                });
        try (Sandbox sandbox = Sandbox.start(options(), this::progress)) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            SandboxReport.print(console.out(), sandbox.summary(), took);
            sandbox.awaitEnd();
        } catch (SandboxException | IOException e) {
            if (!isStopRequested) {
                console.err().println("tally sandbox: " + describe(e));
                return ExitStatus.FAILURE.code();
            }
        } catch (InterruptedException e) {
            Check.that(isStopRequested, "interrupted without a signal");
        }
        console.out().println("The node has stopped; everything is kept in " + workspace);
        return ExitStatus.SUCCESS.code();
    }

    private SandboxOptions options() {
        return new SandboxOptions(
                workspace,
                isClean,
                members,
                users,
                app == null ? defaultApp() : app,
                constitution,
                host,
                port,
                isVerbose ? console.out()::println : null);
    }

    /** The sample of the distribution, else of the checkout. */
    private static Path defaultApp() {
        return Path.of(System.getProperty("tally.home", ""), "samples", "logging");
    }

    private void progress(String line) {
        console.out().println("- " + line);
    }

    private static String describe(Exception e) {
        return e instanceof SandboxException ? String.valueOf(e.getMessage()) : e.toString();
    }
}
