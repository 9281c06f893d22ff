package dev.tallystick.ledger.view;

import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One entry with its place.
 *
 * @param file that holds it
 * @param offset of its first byte in the file
 * @param entry decoded; its private writes are there unless they are {@link PrivatePart#SEALED}
 * @param size bytes of the whole entry, header included
 * @param publicSize bytes of its public domain
 * @param privateSize bytes of its private domain
 */
public record ViewedEntry(
        Path file, long offset, Entry entry, int size, int publicSize, int privateSize) {
    /** What can be seen of an entry's private maps. */
    public enum PrivatePart {
        /** There are none. */
        ABSENT,
        /** They were decrypted, and are authentic. */
        OPEN,
        /** Their ledger secret is not known. */
        SEALED
    }

    /** What can be seen of its private maps. */
    public PrivatePart privatePart() {
        if (privateSize == 0) {
            return PrivatePart.ABSENT;
        }
        return entry.privateWrites() == null ? PrivatePart.SEALED : PrivatePart.OPEN;
    }

    /** Whether it has private maps that could not be read. */
    public boolean isSealed() {
        return privatePart() == PrivatePart.SEALED;
    }

    /** The changes of all maps that can be seen, public ones first. */
    public List<MapWrites> maps() {
        WriteSet privateWrites = entry.privateWrites();
        return privateWrites == null || privateWrites.isEmpty()
                ? entry.publicWrites().maps()
                : Stream.concat(entry.publicWrites().maps().stream(), privateWrites.maps().stream())
                        .toList();
    }
}
