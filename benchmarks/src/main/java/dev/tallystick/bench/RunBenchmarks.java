package dev.tallystick.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code benchmarks/run NAME [--quick]}: runs a group, prints its table, writes its JSON. */
public final class RunBenchmarks {
    private static final JsonMapper JSON = new JsonMapper();

    private RunBenchmarks() {}

    /**
     * Runs one group.
     *
     * @param arguments the group's name, and {@code --quick} for a run of seconds with wide errors
     */
    public static void main(String[] arguments)
            throws RunnerException, IOException, InterruptedException {
        List<String> given = List.of(arguments);
        boolean quick = given.contains("--quick");
        Optional<Group> group =
                given.stream()
                        .filter(word -> !word.startsWith("--"))
                        .findFirst()
                        .flatMap(Group::named);
        if (group.isEmpty()) {
            System.out.println("usage: benchmarks/run NAME [--quick]; groups: " + Group.titles());
            System.exit(2);
            return;
        }
        report(group.get(), measure(group.get(), quick), quick);
    }

    private static Map<String, RunResult> measure(Group group, boolean quick)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
        for (String benchmark : group.benchmarks()) {
            options.include(Pattern.quote("." + benchmark) + "$");
        }
        options.forks(quick ? 1 : 3)
                .warmupIterations(quick ? 2 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED");
        Collection<RunResult> results = new Runner(options.build()).run();
        Map<String, RunResult> byName = new HashMap<>();
        for (RunResult result : results) {
            String full = result.getParams().getBenchmark();
            int method = full.lastIndexOf('.');
            String name = full.substring(full.lastIndexOf('.', method - 1) + 1);
            byName.put(name + parameters(result), result);
        }
        return byName;
    }

    /** A colon and the value of each parameter, of which benchmarks here have one at most. */
    private static String parameters(RunResult result) {
        return result.getParams().getParamsKeys().stream()
                .map(key -> ":" + result.getParams().getParam(key))
                .collect(Collectors.joining());
    }

    private static void report(Group group, Map<String, RunResult> results, boolean quick)
            throws IOException, InterruptedException {
        ObjectNode report = JSON.createObjectNode();
        report.put("machine", Machine.describe());
        report.put("commit", System.getProperty("tallystick.commit", "unknown"));
        report.put("quick", quick);
        System.out.printf("%n%s%n", Machine.describe());
        System.out.printf(
                "%-32s %14s %-5s %8s %8s  %-32s %8s%n",
                "figure", "value", "unit", "B/op", "ratio", "baseline", "goal");
        for (Figure figure : group.figures()) {
            report(figure, results, report.withArray("figures").addObject());
        }
        for (ProbeFigure figure : group.probes()) {
            Probe.Reading reading = ProbeProcess.run(figure.probe(), quick);
            report(figure, reading, report.withArray("figures").addObject());
        }
        Path file = Path.of("benchmarks/target", group.title() + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        System.out.println("written to " + file);
    }

    private static void report(Figure figure, Map<String, RunResult> results, ObjectNode entry) {
        double perSecond = score(results, figure.benchmark());
        double ratio = perSecond / score(results, figure.baseline());
        double value = figure.unit().of(perSecond);
        double allocated = allocatedBytes(result(results, figure.benchmark()));
        boolean holds = figure.goal().holds(perSecond, ratio);
        entry.put("name", figure.name())
                .put("value", value)
                .put("unit", figure.unit().symbol())
                .put("allocated_bytes", allocated)
                .put("baseline", figure.baseline())
                .put("ratio", ratio)
                .put("goal", figure.goal().toString())
                .put("holds", holds);
        System.out.printf(
                "%-32s %14.1f %-5s %8.0f %8.2f  %-32s %8s %s%n",
                figure.name(),
                value,
                figure.unit().symbol(),
                allocated,
                ratio,
                figure.baseline(),
                figure.goal(),
                holds ? "holds" : "MISSED");
    }

    private static void report(ProbeFigure figure, Probe.Reading reading, ObjectNode entry) {
        boolean hasBaseline = !Double.isNaN(reading.baseline());
        boolean holds = figure.goal().holds(reading);
        entry.put("name", figure.name())
                .put("value", reading.value())
                .put("unit", figure.unit())
                .put("baseline", figure.baseline())
                .put("goal", figure.goal().toString())
                .put("holds", holds);
        if (hasBaseline) {
            entry.put("ratio", reading.ratio());
        }
        System.out.printf(
                "%-32s %14.1f %-5s %8s %8s  %-32s %8s %s%n",
                figure.name(),
                reading.value(),
                figure.unit(),
                "",
                hasBaseline ? "%.2f".formatted(reading.ratio()) : "",
                figure.baseline(),
                figure.goal(),
                holds ? "holds" : "MISSED");
    }

    /** Bytes that one operation allocates, as the profiler of allocations tells. */
    @SuppressWarnings("rawtypes") // JMH's own signature
    private static double allocatedBytes(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(secondary -> secondary.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(secondary -> secondary.getValue().getScore())
                .findFirst()
                .orElse(0);
    }

    private static double score(Map<String, RunResult> results, String benchmark) {
        return result(results, benchmark).getPrimaryResult().getScore();
    }

    private static RunResult result(Map<String, RunResult> results, String benchmark) {
        RunResult result = results.get(benchmark);
        if (result == null) {
            throw new IllegalStateException("no result for " + benchmark);
        }
        return result;
    }
}
