package dev.tallystick.ledger.files;

import dev.tallystick.ledger.entry.EntryFlags;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The naive twin of {@link LedgerFiles}: the rules of spec 01, 1.4 to 1.11, on whole files in
 * memory, with a search through all of them for every step.
 */
final class PlainLedgerFiles {
    /** A file as it is on disk, and what this run makes of it. */
    private static final class File {
        String name;
        boolean isArchived;
        final int start;
        List<byte[]> entries = new ArrayList<>();

        /** What an earlier run has left behind {@link #entries}. */
        List<byte[]> rest = new ArrayList<>();

        boolean isReused;
        boolean isComplete;
        boolean hasTable;

        File(String name, int start) {
            this.name = name;
            this.start = start;
        }

        int last() {
            return start + entries.size() - 1;
        }

        boolean has(long seqno) {
            return start <= seqno && seqno <= last();
        }

        boolean is(String suffix) {
            return name.endsWith(suffix);
        }

        byte[] content() {
            List<byte[]> all = new ArrayList<>(entries);
            all.addAll(rest);
            return TestEntries.chunk(all, hasTable);
        }
    }

    private final List<File> files = new ArrayList<>();
    private final List<File> writing = new ArrayList<>();
    private final List<File> earlier = new ArrayList<>();
    private int last;
    private int committed;
    private int earlierLast;
    private int recoveryStart = -1;

    int last() {
        return last;
    }

    int committed() {
        return committed;
    }

    boolean isRecovering() {
        return recoveryStart >= 0;
    }

    void append(byte[] entry, int flags) {
        int seqno = last + 1;
        File file = writing.isEmpty() ? null : writing.getLast();
        if (file != null && (file.isComplete || file.last() != last)) {
            file = null;
        }
        if (file != null && EntryFlags.startsChunk(flags)) {
            complete(file);
            file = null;
        }
        if (file == null) {
            file = begin(seqno);
        } else if (earlier.stream().anyMatch(other -> other.start == seqno)) {
            dropEarlierFrom(seqno);
        }
        boolean isThere = !file.rest.isEmpty() && Arrays.equals(file.rest.getFirst(), entry);
        if (isThere) {
            file.rest.removeFirst();
        } else if (file.isReused) {
            dropEarlierFrom(seqno);
            file.rest.clear();
            file.hasTable = false;
            file.isReused = false;
        }
        file.entries.add(entry);
        last = seqno;
        if (last > earlierLast) {
            earlier.clear();
        }
        if (EntryFlags.endsChunk(flags)) {
            complete(file);
        }
    }

    private File begin(int seqno) {
        boolean isRecovery = isRecovering() && seqno > recoveryStart;
        if (isRecovery) {
            earlier.stream().filter(file -> file.start >= seqno).forEach(this::ignore);
            earlier.clear();
        }
        Optional<File> existing = earlier.stream().filter(file -> file.start == seqno).findFirst();
        File file =
                existing.orElseGet(
                        () -> new File("ledger_" + seqno + (isRecovery ? ".recovery" : ""), seqno));
        if (existing.isPresent()) {
            earlier.remove(file);
            file.rest = file.entries;
            file.entries = new ArrayList<>();
            file.isReused = true;
            file.isComplete = false;
        } else {
            files.add(file);
        }
        writing.add(file);
        return file;
    }

    private static void complete(File file) {
        file.rest.clear();
        file.isReused = false;
        file.isComplete = true;
        file.hasTable = true;
    }

    private void dropEarlierFrom(int seqno) {
        files.removeIf(file -> earlier.contains(file) && file.start >= seqno);
        earlier.clear();
    }

    private void ignore(File file) {
        do {
            file.name += ".ignored";
        } while (files.stream().anyMatch(o -> o != file && o.name.equals(file.name)));
    }

    void commit(int seqno) {
        if (seqno <= committed || seqno > last) {
            return;
        }
        committed = seqno;
        for (File file : List.copyOf(writing)) {
            if (file.isComplete && file.last() <= seqno) {
                String suffix = file.is("recovery") ? ".committed.recovery" : ".committed";
                file.name = "ledger_" + file.start + "-" + file.last() + suffix;
                writing.remove(file);
            }
        }
    }

    void truncate(int seqno) {
        if (seqno >= last || seqno < committed) {
            return;
        }
        while (!writing.isEmpty() && writing.getLast().start > seqno) {
            files.remove(writing.removeLast());
        }
        if (!writing.isEmpty() && writing.getLast().last() > seqno) {
            File file = writing.getLast();
            file.entries.subList(seqno - file.start + 1, file.entries.size()).clear();
            file.rest.clear();
            file.isComplete = false;
            file.hasTable = false;
        }
        last = seqno;
    }

    void startRecovery(int seqno) {
        truncate(seqno);
        recoveryStart = seqno;
    }

    void completeRecovery() {
        for (File file : files) {
            if (file.is(".recovery")) {
                file.name = file.name.substring(0, file.name.length() - ".recovery".length());
            }
        }
        recoveryStart = -1;
    }

    /** An operator moves the only committed file that has {@code seqno}, if there is one. */
    Optional<String> archive(int seqno) {
        for (File file : files) {
            boolean isOnly =
                    files.stream()
                            .filter(o -> o != file && o.is(".committed"))
                            .noneMatch(o -> o.start <= file.last() && file.start <= o.last());
            if (isOnly && file.is(".committed") && !file.isArchived && file.has(seqno)) {
                file.isArchived = true;
                return Optional.of(file.name);
            }
        }
        return Optional.empty();
    }

    void reopen() {
        writing.clear();
        earlier.clear();
        recoveryStart = -1;
        committed = 0;
        for (File file : files) {
            file.entries.addAll(file.rest);
            file.rest.clear();
            file.isReused = false;
            if (file.is(".committed")) {
                committed = Math.max(committed, file.last());
            }
        }
        files.sort(Comparator.comparing(file -> file.name));
        for (File file : files) {
            if (file.is(".recovery")) {
                ignore(file);
            } else if (!file.is(".committed") && !file.is(".ignored")) {
                reopen(file);
            }
        }
        writing.sort(Comparator.comparingInt(File::last));
        last = Math.max(committed, writing.isEmpty() ? 0 : writing.getLast().last());
    }

    private void reopen(File file) {
        file.isComplete =
                file.hasTable || EntryFlags.endsChunk(TestEntries.flags(file.entries.getLast()));
        file.hasTable = file.isComplete;
        boolean isCommitted = true;
        for (int seqno = file.start; seqno <= file.last(); seqno++) {
            int at = seqno;
            isCommitted &= files.stream().anyMatch(o -> o.is(".committed") && o.has(at));
        }
        if (isCommitted) {
            ignore(file);
        } else {
            writing.add(file);
        }
    }

    void resume(int seqno, int recoveredSeqno) {
        for (File file : writing) {
            if (file.start <= seqno && file.last() > seqno) {
                ignore(file);
            }
        }
        writing.clear();
        for (File file : files) {
            if (file.start > seqno && !file.isArchived && !file.is(".ignored")) {
                file.name = "ledger_" + file.start;
                earlier.add(file);
            }
        }
        earlierLast = last;
        last = seqno;
        committed = seqno;
        recoveryStart = recoveredSeqno > 0 ? recoveredSeqno : -1;
    }

    /** The entry that a reader must get; null if none. */
    byte @Nullable [] read(int seqno) {
        if (seqno < 1 || seqno > last) {
            return null;
        }
        for (File file : writing.reversed()) {
            if (file.has(seqno)) {
                return file.entries.get(seqno - file.start);
            }
        }
        return files.stream()
                .filter(file -> file.name.contains("-") && !file.is(".ignored"))
                .filter(file -> file.has(seqno))
                .min(
                        Comparator.comparing((File file) -> file.isArchived)
                                .thenComparingInt(file -> -file.start))
                .map(file -> file.entries.get(seqno - file.start))
                .orElse(null);
    }

    /** What must be in one of the two directories, by name. */
    Map<String, byte[]> directory(boolean isArchive) {
        Map<String, byte[]> listing = new TreeMap<>();
        for (File file : files) {
            if (file.isArchived == isArchive) {
                listing.put(file.name, file.content());
            }
        }
        return listing;
    }
}
