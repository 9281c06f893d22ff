package dev.tallystick.node.cli;

import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.UnitStrings;
import dev.tallystick.node.logging.LogLevel;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.time.Duration;

/** Options of running a node (spec 06, 1.1), with or without the word {@code node}. */
final class NodeOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "JSON configuration of the node.")
    @Nullable Path config;

    @Option(
            names = "--config-timeout",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = TimeConverter.class,
            description =
                    "How long to wait for FILE to exist and to be JSON, for example 5s."
                            + " Default: ${DEFAULT-VALUE}.")
    Duration configTimeout = Duration.ZERO;

    @Option(names = "--check", description = "Only validate the configuration, and exit.")
    boolean isCheck;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            converter = LogLevelConverter.class,
            description = "trace, debug, info, fail or fatal. Default: ${DEFAULT-VALUE}.")
    LogLevel logLevel = LogLevel.INFO;

    /**
     * Runs a node with these options.
     *
     * @throws MissingParameterException without {@code --config}
     */
    ExitStatus run(NodeRun run, CommandSpec spec) {
        if (config == null) {
            throw new MissingParameterException(
                    spec.commandLine(), spec.findOption("--config"), "--config is required");
        }
        return run.run(config, this, spec.root().commandLine().getParseResult().originalArgs());
    }

    /** Time strings such as {@code 5s}. */
    static final class TimeConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return UnitStrings.parseTime(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Log levels by name or number. */
    static final class LogLevelConverter implements ITypeConverter<LogLevel> {
        @Override
        public LogLevel convert(String text) {
            try {
                return LogLevel.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
