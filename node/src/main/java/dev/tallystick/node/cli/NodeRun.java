package dev.tallystick.node.cli;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.node.cli.terminal.Console;
import dev.tallystick.node.config.BuildVersion;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.NodeConfiguration;
import dev.tallystick.node.config.NodeConfiguration.LogFormat;
import dev.tallystick.node.config.NodeConfigurationReader;
import dev.tallystick.node.config.StartupChecks;
import dev.tallystick.node.config.StartupException;
import dev.tallystick.node.logging.LineFormat;
import dev.tallystick.node.logging.LogTags;
import dev.tallystick.node.logging.NodeLogging;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The life of a node's process: read the configuration, start, wait for the end (spec 06, 1.9). */
final class NodeRun {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRun.class);

    private final Console console;
    private final NodeStarter starter;

    NodeRun(Console console, NodeStarter starter) {
        this.console = console;
        this.starter = starter;
    }

    /**
     * Runs a node until it has stopped.
     *
     * @param config configuration file
     * @param commandLine for the log
     * @return how the process should end
     */
    ExitStatus run(Path config, NodeOptions options, List<String> commandLine) {
        try {
            NodeLogging.configure(options.logLevel, LineFormat.TEXT);
            NodeConfigurationReader.Result read =
                    new NodeConfigurationReader().read(config, options.configTimeout);
            NodeConfiguration configuration = read.configuration();
            NodeLogging.configure(options.logLevel, lineFormat(configuration));
            LOG.info("CCF host: {}", BuildVersion.description());
            LOG.info("Command line: tally {}", String.join(" ", commandLine));
            if (options.isCheck) {
                LOG.info("Configuration file successfully verified");
                return ExitStatus.SUCCESS;
            }
            LOG.info("Configuration file {}:\n{}", config, read.text());
            LOG.info("Environment: {}", environment());
            LOG.info("Cryptography: {}", CryptoProvider.get().description());
            return runUntilStopped(StartupChecks.prepare(configuration));
        } catch (StartupException e) {
            report(e);
            return e.status();
        }
    }

    private ExitStatus runUntilStopped(NodeConfiguration configuration) {
        StopRequests stops = new StopRequests(configuration.ignoreFirstSigterm());
        StopSignals.install(List.of("TERM", "HUP", "INT"), stops::received);
        stops.followParent();
        try {
            NodeStarter.Running node = starter.start(configuration, launcher());
            stops.started(node);
            node.awaitTermination();
            return ExitStatus.SUCCESS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILURE;
        } catch (StartupException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            LOG.error(LogTags.FATAL, "Error starting node: {}", e.getMessage());
            return ExitStatus.FAILURE;
        } catch (RuntimeException e) { // the root of the main thread
            LOG.error("Error starting node: {}", e.getMessage(), e);
            LOG.error("An error occurred when creating CCF node: InternalError");
            return ExitStatus.FAILURE;
        }
    }

    /**
     * Required files that cannot be read are told on standard error, as CCF does (spec 06, 1.6).
     */
    private void report(StartupException exception) {
        for (String line : exception.lines()) {
            if (exception.status() == ExitStatus.UNREADABLE_FILE) {
                console.err().println(line);
            } else {
                LOG.error(LogTags.FATAL, line);
            }
        }
    }

    private static LineFormat lineFormat(NodeConfiguration configuration) {
        return configuration.logFormat() == LogFormat.JSON ? LineFormat.JSON : LineFormat.TEXT;
    }

    private static String environment() {
        ObjectNode json = Json.object();
        new TreeMap<>(System.getenv()).forEach(json::put);
        return Json.compact(json);
    }

    /** The launcher tells its own path; without one (in a debugger), Java itself was launched. */
    private static Path launcher() {
        String path = System.getProperty("tally.launcher");
        return path != null
                ? Path.of(path)
                : Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
