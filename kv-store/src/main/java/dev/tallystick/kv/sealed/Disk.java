package dev.tallystick.kv.sealed;

import java.io.IOException;
import java.util.Optional;

/**
 * Where sealed records lie. Nothing that it answers is trusted. Thread-safe; after {@link #close}
 * every call throws {@link IllegalStateException}.
 */
interface Disk extends AutoCloseable {
    /** Writes a record, or replaces it. After an exception it may or may not be there. */
    void put(RecordName name, byte[] content) throws IOException;

    /** Reads a record, if there is one. */
    Optional<byte[]> get(RecordName name) throws IOException;

    /** Deletes a record, if there is one. */
    void delete(RecordName name) throws IOException;

    /** Writes what is buffered in memory to files. */
    void flush() throws IOException;

    /** Rewrites the files without what was deleted or overwritten; may take long. */
    void compact() throws IOException;

    /** What the files of records take, in bytes; what is buffered does not count. */
    long sizeBytes() throws IOException;

    /** Ends what runs in the background; a {@link #compact} under way fails soon. */
    void stop();

    @Override
    void close();
}
