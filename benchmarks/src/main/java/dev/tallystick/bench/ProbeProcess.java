package dev.tallystick.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/** A Java virtual machine that runs one {@link Probe}: the same flags, class path and machine. */
public final class ProbeProcess {
    private static final String MARK = "reading: ";

    private ProbeProcess() {}

    /** Runs a probe and returns what it has read. */
    static Probe.Reading run(Class<? extends Probe> probe, boolean quick)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(
                List.of(ProbeProcess.class.getName(), probe.getName(), Boolean.toString(quick)));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(probe.getName() + " failed:\n" + output);
        }
        String line =
                output.lines()
                        .filter(text -> text.startsWith(MARK))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no reading:\n" + output));
        try (Scanner numbers = new Scanner(line.substring(MARK.length()))) {
            return new Probe.Reading(
                    Double.parseDouble(numbers.next()), Double.parseDouble(numbers.next()));
        }
    }

    /**
     * The child's part.
     *
     * @param arguments name of the probe's class; whether it shall be quick
     */
    public static void main(String[] arguments) throws Exception {
        Probe probe =
                Class.forName(arguments[0])
                        .asSubclass(Probe.class)
                        .getDeclaredConstructor()
                        .newInstance();
        Probe.Reading reading = probe.measure(Boolean.parseBoolean(arguments[1]));
        System.out.println(MARK + reading.value() + " " + reading.baseline());
        System.exit(0); // whatever threads the probe has left behind
    }
}
