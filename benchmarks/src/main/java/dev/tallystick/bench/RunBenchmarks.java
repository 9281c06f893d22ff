package dev.tallystick.bench;

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

/** {@code benchmarks/run NAME [--quick]}: runs a group, prints its table, writes its JSON. */
public final class RunBenchmarks {
    private static final JsonMapper JSON = new JsonMapper();

    private RunBenchmarks() {}

    /**
     * Runs one group.
     *
     * @param arguments the group's name, and {@code --quick} for a run of seconds with wide errors
     */
    public static void main(String[] arguments) throws RunnerException, IOException {
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
                .jvmArgsAppend(
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED");
        Collection<RunResult> results = new Runner(options.build()).run();
        Map<String, RunResult> byName = new HashMap<>();
        for (RunResult result : results) {
            String full = result.getParams().getBenchmark();
            int method = full.lastIndexOf('.');
            byName.put(full.substring(full.lastIndexOf('.', method - 1) + 1), result);
        }
        return byName;
    }

    private static void report(Group group, Map<String, RunResult> results, boolean quick)
            throws IOException {
        ObjectNode report = JSON.createObjectNode();
        report.put("machine", Machine.describe());
        report.put("commit", System.getProperty("tallystick.commit", "unknown"));
        report.put("quick", quick);
        System.out.printf("%n%s%n", Machine.describe());
        System.out.printf(
                "%-32s %14s %-7s %8s  %-34s %5s%n",
                "figure", "value", "unit", "ratio", "baseline", "goal");
        for (Figure figure : group.figures()) {
            double value = score(results, figure.benchmark());
            double ratio = value / score(results, figure.baseline());
            String unit = result(results, figure.benchmark()).getPrimaryResult().getScoreUnit();
            report.withArray("figures")
                    .addObject()
                    .put("name", figure.name())
                    .put("value", value)
                    .put("unit", unit)
                    .put("baseline", figure.baseline())
                    .put("ratio", ratio)
                    .put("goal", figure.goal())
                    .put("holds", figure.holds(ratio));
            System.out.printf(
                    "%-32s %14.1f %-7s %8.2f  %-34s %5.2f %s%n",
                    figure.name(),
                    value,
                    unit,
                    ratio,
                    figure.baseline(),
                    figure.goal(),
                    figure.holds(ratio) ? "holds" : "MISSED");
        }
        Path file = Path.of("benchmarks/target", group.title() + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        System.out.println("written to " + file);
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
