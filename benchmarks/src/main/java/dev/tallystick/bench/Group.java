package dev.tallystick.bench;

import dev.tallystick.bench.engine.HeapPerEntry;
import dev.tallystick.bench.engine.ReadersBesideWriter;
import dev.tallystick.kv.SnapshotBesideWriter;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A named set of figures that belong together; groups grow with the modules.
 *
 * @param title the name on the command line and of the JSON file
 * @param figures what JMH measures, in the order of the report
 * @param probes what it cannot, after that
 */
record Group(String title, List<Figure> figures, List<ProbeFigure> probes) {
    /** The store: reads, ranges, the serial step, the pipeline and its stages. */
    private static final Group ENGINE =
            new Group(
                    "engine",
                    List.of(
                            Figure.ratio("map read", "MapRead.tallystick", "MapRead.skipList", 0.5),
                            Figure.ratio(
                                    "range of 100",
                                    "RangeScan.tallystick",
                                    "RangeScan.skipList",
                                    0.5),
                            Figure.ratio(
                                    "get, 1 M keys of 16 bytes",
                                    "MapGet.tallystick",
                                    "MapGet.skipList",
                                    0.67),
                            besides("get", "MapGet", "champ"),
                            besides("get", "MapGet", "pcollections"),
                            besides("get", "MapGet", "vavr"),
                            besides("batch put, 1 M", "MapBatch", "champ:1000000"),
                            besides("batch put, 1 M", "MapBatch", "pcollections:1000000"),
                            besides("batch put, 1 M", "MapBatch", "vavr:1000000"),
                            besides("batch put, 100,000", "MapBatch", "champ:100000"),
                            besides("batch put, 100,000", "MapBatch", "pcollections:100000"),
                            besides("batch put, 100,000", "MapBatch", "vavr:100000"),
                            Figure.of("one put, 1 M", "MapPut.tallystick", "MapPut.champ"),
                            Figure.of(
                                            "entries scanned, 1 M",
                                            "MapScan.tallystick",
                                            "MapScan.skipList")
                                    .atLeast(5_000_000),
                            Figure.of("write, serial step", "SerialStep.write", "SerialStep.put")
                                    .atLeast(400_000),
                            Figure.of(
                                    "read and write, serial step",
                                    "SerialStep.readAndWrite",
                                    "SerialStep.put"),
                            Figure.of(
                                            "pipeline to chunk file, a core",
                                            "PipelineCore.wholePipeline",
                                            "PipelineStages.encode")
                                    .atLeast(150_000),
                            stage("… serialise, encrypt, hash", "encode"),
                            stage("… of which AES-GCM", "encrypt"),
                            stage("… of which SHA-256", "hash"),
                            stage("… Merkle leaf", "appendLeaf"),
                            Figure.ratio(
                                    "write transaction, pipelined",
                                    "WriteTransaction.tallystick",
                                    "WriteTransaction.encryptAndHash",
                                    0.3)),
                    List.of(
                            new ProbeFigure(
                                    "8 readers beside a writer",
                                    ReadersBesideWriter.class,
                                    "the writer in another store",
                                    "/s",
                                    new ProbeFigure.Goal.RatioAtLeast(0.9)),
                            new ProbeFigure(
                                    "write p99 beside a snapshot",
                                    SnapshotBesideWriter.class,
                                    "without a snapshot",
                                    "µs",
                                    new ProbeFigure.Goal.RatioAtMost(2)),
                            new ProbeFigure(
                                    "heap per entry, commits of 1",
                                    HeapPerEntry.class,
                                    "commits of 1,000",
                                    "bytes",
                                    new ProbeFigure.Goal.ValueAtMost(64))));

    /** The ledger format: whole ledgers, then what their verification is made of. */
    private static final Group FORMAT =
            new Group(
                    "format",
                    List.of(
                            Figure.ratio(
                                            "verify 1 KB entries, a core",
                                            "VerifyLedger.oneThread:1024",
                                            "VerifyLedger.sha256:1024",
                                            0.5)
                                    .in(Unit.MEGABYTES_PER_SECOND),
                            Figure.of(
                                            "verify 1 KB entries, all cores",
                                            "VerifyLedger.allCores:1024",
                                            "VerifyLedger.sha256:1024")
                                    .in(Unit.MEGABYTES_PER_SECOND),
                            Figure.of(
                                            "verify small entries, a core",
                                            "VerifyLedger.oneThread:250",
                                            "VerifyLedger.sha256:250")
                                    .atLeast(50_000),
                            Figure.of(
                                    "verify small entries, all cores",
                                    "VerifyLedger.allCores:250",
                                    "VerifyLedger.sha256:250"),
                            nanos("append, root per 1,000", "Merkle.appendAndRoot", "oneHash"),
                            nanos("path, 1,000,000 leaves", "Merkle.path", "oneHash"),
                            nanos("encode 1 KB", "EntryCodec.encode", "sha256"),
                            nanos("decode 1 KB, public", "EntryCodec.decodePublic", "sha256"),
                            nanos("decode 1 KB, decrypted", "EntryCodec.decode", "sha256"),
                            nanos("check 1 KB in place", "EntryCodec.check", "sha256"),
                            Figure.of("sign, P-384", "RootSignature.sign", "RootSignature.signJdk"),
                            Figure.of(
                                    "sign, fall-back",
                                    "RootSignature.signPortable",
                                    "RootSignature.signJdk"),
                            Figure.of(
                                    "verify, P-384",
                                    "RootSignature.verify",
                                    "RootSignature.verifyJdk"),
                            Figure.of(
                                    "verify, fall-back",
                                    "RootSignature.verifyPortable",
                                    "RootSignature.verifyJdk")),
                    List.of());

    private static final List<Group> ALL = List.of(ENGINE, FORMAT);

    /** The ordered map against another persistent one, which it should outdo. */
    private static Figure besides(String name, String owner, String other) {
        int colon = other.indexOf(':');
        String parameter = colon < 0 ? "" : other.substring(colon);
        String otherName = colon < 0 ? other : other.substring(0, colon);
        return Figure.ratio(
                name + ", " + otherName,
                owner + ".tallystick" + parameter,
                owner + "." + other,
                1.0);
    }

    /** A small operation, compared with another of its class. */
    private static Figure nanos(String name, String benchmark, String baselineMethod) {
        String owner = benchmark.substring(0, benchmark.indexOf('.') + 1);
        return Figure.of(name, benchmark, owner + baselineMethod).in(Unit.NANOSECONDS);
    }

    private static Figure stage(String name, String method) {
        return nanos(name, "PipelineStages." + method, "encode");
    }

    Group {
        figures = List.copyOf(figures);
        probes = List.copyOf(probes);
    }

    /** Every benchmark that the figures mention, for JMH's include list. */
    List<String> benchmarks() {
        return figures.stream()
                .flatMap(figure -> Stream.of(figure.benchmark(), figure.baseline()))
                .map(name -> name.replaceFirst(":.*", ""))
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
