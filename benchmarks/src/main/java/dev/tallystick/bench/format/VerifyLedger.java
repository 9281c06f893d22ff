package dev.tallystick.bench.format;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Verification of a whole ledger of entries of 1 KB, against one pass of SHA-256 over the same
 * bytes in memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class VerifyLedger {
    private static final int ENTRIES = 100_000;

    /** Size of each entry. */
    @Param({"250", "1024"})
    public int entryBytes;

    private SampleLedger ledger;
    private HashedBytes bytes;

    /** Writes the ledger. */
    @Setup
    public void setUp() {
        ledger = SampleLedger.temporary(ENTRIES, entryBytes);
        bytes = HashedBytes.of(ledger.files());
    }

    /** Deletes it. */
    @TearDown
    public void tearDown() throws IOException {
        ledger.close();
    }

    /** Everything on one thread. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long oneThread() {
        return ledger.audit(1);
    }

    /** As {@code tally ledger verify} does it. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long allCores() {
        return ledger.audit(Runtime.getRuntime().availableProcessors());
    }

    /** The floor. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public byte[] sha256() {
        return bytes.sha256();
    }
}
