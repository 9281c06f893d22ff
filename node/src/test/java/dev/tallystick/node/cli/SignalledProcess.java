package dev.tallystick.node.cli;

import dev.tallystick.node.cli.terminal.Console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Main class for {@link SignalsTest}: the command line with a node that only waits to be stopped.
 */
final class SignalledProcess {
    private SignalledProcess() {}

    public static void main(String[] args) {
        Path ready = Path.of(args[0]);
        CountDownLatch stopped = new CountDownLatch(1);
        NodeStarter starter =
                (configuration, launcher) -> {
                    Files.createFile(ready);
                    return new NodeStarter.Running() {
                        @Override
                        public void awaitTermination() throws InterruptedException {
                            stopped.await();
                        }

                        @Override
                        public void announceStop() {}

                        @Override
                        public void stop() {
                            stopped.countDown();
                        }
                    };
                };
        List<String> rest = List.of(args).subList(1, args.length);
        System.exit(Tally.run(Console.ofProcess(), starter, rest));
    }
}
