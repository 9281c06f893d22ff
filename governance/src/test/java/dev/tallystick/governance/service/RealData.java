package dev.tallystick.governance.service;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.files.RawEntry;

import org.junit.jupiter.api.Assumptions;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A recorded service of CCF; tests that need it are skipped where it is absent. */
public final class RealData {
    private RealData() {}

    /** A file or folder of the recording of CCF 7. */
    public static Path ccf7(String relative) {
        Path path =
                Path.of(System.getProperty("tallystick.data", "absent"), "ccf7-service", relative);
        Assumptions.assumeTrue(Files.exists(path), "no recorded service at " + path);
        return path;
    }

    /** The text of a file. */
    public static String text(String relative) throws IOException {
        return Files.readString(ccf7(relative));
    }

    /** Every entry of a ledger, private parts unread, in order. */
    public static List<Entry> ledger(String folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(ccf7(folder))) {
            files = listed.sorted(Comparator.comparingLong(RealData::firstSeqno)).toList();
        }
        EntryDecoder decoder = new EntryDecoder();
        List<Entry> entries = new ArrayList<>();
        for (Path file : files) {
            try (ChunkReader chunk = ChunkReader.open(file)) {
                Optional<RawEntry> raw = chunk.next();
                while (raw.isPresent()) {
                    entries.add(decoder.decodePublic(raw.get().bytes()));
                    raw = chunk.next();
                }
            }
        }
        return entries;
    }

    private static long firstSeqno(Path file) {
        String digits = file.getFileName().toString().replaceFirst("ledger_(\\d+).*", "$1");
        return Long.parseLong(digits);
    }

    /** Every request and answer of the recording, in order. */
    public static List<JsonNode> transcript() throws IOException {
        return Files.readAllLines(ccf7("transcript.jsonl")).stream().map(Json::parse).toList();
    }
}
