package dev.tallystick.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A named set of figures that belong together; groups grow with the modules.
 *
 * @param title the name on the command line and of the JSON file
 * @param figures what is measured, in the order of the report
 */
record Group(String title, List<Figure> figures) {
    /** The store: reads, range scans, and writes through the whole pipeline. */
    private static final Group ENGINE =
            new Group(
                    "engine",
                    List.of(
                            new Figure("map read", "MapRead.tallystick", "MapRead.skipList", 0.5),
                            new Figure(
                                    "range of 100",
                                    "RangeScan.tallystick",
                                    "RangeScan.skipList",
                                    0.5),
                            new Figure(
                                    "write transaction, pipelined",
                                    "WriteTransaction.tallystick",
                                    "WriteTransaction.encryptAndHash",
                                    0.3)));

    private static final List<Group> ALL = List.of(ENGINE);

    Group {
        figures = List.copyOf(figures);
    }

    /** Every benchmark that the figures mention, for JMH's include list. */
    List<String> benchmarks() {
        return figures.stream()
                .flatMap(figure -> Stream.of(figure.benchmark(), figure.baseline()))
                .distinct()
                .toList();
    }

    static Optional<Group> named(String title) {
        return ALL.stream().filter(group -> group.title().equals(title)).findFirst();
    }

    static String titles() {
        return ALL.stream().map(Group::title).collect(Collectors.joining(", "));
    }
}
