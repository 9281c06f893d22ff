package dev.tallystick.kv;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.LedgerFilesOptions;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What one core does for an entry after the serial step: serialise, encrypt, hash, Merkle leaf,
 * chunk file. In this package to run the pipeline without its thread.
 *
 * <p>One private record with a value of 64 bytes an entry; each invocation handles as many as fit
 * into the queue, a signature's slot among them ends the chunk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class PipelineCore {
    private static final int ENTRIES = 8192;

    private final LedgerSecret secret = LedgerSecret.random(1);
    private Path directory;
    private LedgerFiles files;
    private Stages stages;

    /** The pipeline and what it works on. */
    private record Stages(Sequencer sequencer, PipelineQueue queue, Pipeline pipeline) {
        static Stages open(LedgerSecret secret) {
            PipelineQueue queue = new PipelineQueue(ENTRIES + 1);
            Sequencer sequencer =
                    new Sequencer(queue, Long.MAX_VALUE, dev.tallystick.kv.State.empty());
            History history = new History(5 << 20, LedgerSecrets.of(secret));
            sequencer.becomePrimary(2);
            Pipeline pipeline =
                    new Pipeline(
                            StoreOptions.defaults(),
                            new Pipeline.Parts(sequencer, queue, history, new Hooks()),
                            new Pipeline.Ports((id, root, tree) -> signature(), new Nowhere()));
            return new Stages(sequencer, queue, pipeline);
        }

        private static WriteSet signature() {
            return new WriteSet(List.of());
        }
    }

    /** Batches are taken from the pipeline instead. */
    private static final class Nowhere implements EntrySink {
        @Override
        public void accept(List<PipelineEntry> batch) {}

        @Override
        public void failed(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** An empty ledger. */
    @Setup(Level.Iteration)
    public void setUp() throws IOException {
        directory = Files.createTempDirectory("tally-bench");
        files = LedgerFiles.open(LedgerFilesOptions.of(directory));
        stages = Stages.open(secret);
    }

    /** Removes the ledger. */
    @TearDown(Level.Iteration)
    public void tearDown() throws IOException {
        files.close();
        try (Stream<Path> left = Files.list(directory)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Commits as many transactions as fit into the queue, then reserves a signature. */
    @Setup(Level.Invocation)
    public void fill() {
        Sequencer sequencer = stages.sequencer();
        long last = sequencer.current().last().seqno();
        if (last > 0) {
            var _ = sequencer.compact(last);
            files.commit(last);
        }
        for (int i = 0; i < ENTRIES; i++) {
            Transaction tx = Transaction.on(sequencer.current(), sequencer.compacted());
            tx.map(Records.MAP).put(Bytes.wrap(new byte[16]), Records.value(i));
            var _ = sequencer.commit(tx, tx.writeSet());
        }
        var _ = sequencer.reserveSignature(1);
    }

    /** From the queue into the chunk file. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long wholePipeline() {
        long bytesWritten = 0;
        while (stages.queue().count() > 0) {
            for (PipelineEntry entry : stages.pipeline().nextBatch()) {
                files.append(entry.bytes(), entry.isSignature());
                bytesWritten += entry.bytes().length;
            }
            files.flush();
        }
        return bytesWritten;
    }
}
