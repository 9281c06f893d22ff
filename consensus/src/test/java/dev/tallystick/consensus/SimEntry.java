package dev.tallystick.consensus;

import com.google.protobuf.ByteString;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** An entry of a simulated ledger: its bytes are a name, under which a {@link Book} keeps it. */
record SimEntry(EntryInfo info, String text, ByteString bytes) {

    long seqno() {
        return info.position().seqno();
    }

    long view() {
        return info.position().view();
    }

    @Override
    public String toString() {
        return info.position() + (info.isSignature() ? "s" : "") + ":" + text;
    }

    /** All entries that were ever made in one simulation. */
    static final class Book {
        private final Map<ByteString, SimEntry> entries = new HashMap<>();

        /** A new entry, different from all others even at the same position. */
        SimEntry write(LogPosition position, int size, boolean isSignature, NodesChange nodes) {
            String text = "e" + entries.size();
            ByteString bytes = ByteString.copyFrom(text, StandardCharsets.UTF_8);
            SimEntry entry =
                    new SimEntry(new EntryInfo(position, size, isSignature, nodes), text, bytes);
            entries.put(bytes, entry);
            return entry;
        }

        SimEntry read(ByteString bytes) {
            SimEntry entry = entries.get(bytes);
            if (entry == null) {
                throw new AssertionError("bytes nobody wrote");
            }
            return entry;
        }
    }
}
