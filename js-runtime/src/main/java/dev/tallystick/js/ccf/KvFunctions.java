package dev.tallystick.js.ccf;

import dev.tallystick.kv.MapHandle;
import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.ledger.Bytes;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiPredicate;

/** The members of table handles (spec 04, section 8): first argument is always the table's name. */
final class KvFunctions {
    private KvFunctions() {}

    static Extension extension() {
        return new Extension(
                "kv",
                Map.ofEntries(
                        Map.entry("kvTable", KvFunctions::table),
                        Map.entry("kvCheck", KvFunctions::check),
                        Map.entry("kvHas", call -> readable(call, "has").has(bytes(call, 1))),
                        Map.entry("kvGet", KvFunctions::get),
                        Map.entry("kvVersion", KvFunctions::version),
                        Map.entry("kvForEach", KvFunctions::forEach),
                        Map.entry("kvRange", KvFunctions::range),
                        Map.entry("kvSize", call -> readable(call, "size").size()),
                        Map.entry("kvSet", KvFunctions::set),
                        Map.entry("kvDelete", KvFunctions::delete),
                        Map.entry("kvClear", KvFunctions::clear)));
    }

    private static @Nullable Object table(HostCall call) {
        call.invocation().table(call.string(0));
        return null;
    }

    private static @Nullable Object check(HostCall call) {
        String member = call.string(1);
        switch (member) {
            case "set", "delete", "clear" -> writable(call, member);
            default -> readable(call, member);
        }
        return null;
    }

    private static @Nullable Object get(HostCall call) {
        return readable(call, "get").get(bytes(call, 1)).map(KvFunctions::copy).orElse(null);
    }

    private static @Nullable Object version(HostCall call) {
        OptionalLong version =
                readable(call, "getVersionOfPreviousWrite").versionOfPreviousWrite(bytes(call, 1));
        return version.isPresent() ? (double) version.getAsLong() : null;
    }

    /**
     * Arguments: name, whether the script passed a function, and the prelude's visitor of value and
     * key.
     */
    private static @Nullable Object forEach(HostCall call) {
        MapHandle handle = readable(call, "forEach");
        if (!call.argument(1).asBoolean()) {
            throw call.typeError("Argument must be a function");
        }
        handle.forEach(visitor(call.argument(2)));
        return null;
    }

    private static BiPredicate<Bytes, Bytes> visitor(Value visit) {
        return (key, value) -> {
            visit.executeVoid(copy(value), copy(key));
            return true;
        };
    }

    /**
     * Arguments: name, from, to, descending, limit or -1, and the prelude's visitor of value and
     * key.
     */
    private static @Nullable Object range(HostCall call) {
        MapHandle handle = readable(call, "range");
        KeyRange range =
                new KeyRange(
                        call.argument(1).isNull() ? Bytes.EMPTY : bytes(call, 1),
                        call.argument(2).isNull() ? null : bytes(call, 2));
        BiPredicate<Bytes, Bytes> visitor = atMost(call.integer(4), visitor(call.argument(5)));
        if (call.integer(4) == 0) {
            return null;
        }
        if (call.argument(3).asBoolean()) {
            handle.descending(range, visitor);
        } else {
            handle.ascending(range, visitor);
        }
        return null;
    }

    /**
     * Stops after {@code limit} entries, so that the transaction depends on no more than it has
     * read.
     */
    private static BiPredicate<Bytes, Bytes> atMost(long limit, BiPredicate<Bytes, Bytes> visitor) {
        long[] left = {limit};
        return (key, value) -> visitor.test(key, value) && --left[0] != 0;
    }

    private static @Nullable Object set(HostCall call) {
        MapHandle handle = writable(call, "set");
        handle.put(bytes(call, 1), bytes(call, 2));
        return null;
    }

    private static @Nullable Object delete(HostCall call) {
        MapHandle handle = writable(call, "delete");
        handle.remove(bytes(call, 1));
        return null;
    }

    private static @Nullable Object clear(HostCall call) {
        writable(call, "clear").clear();
        return null;
    }

    private static MapHandle readable(HostCall call, String member) {
        Invocation.Table table = call.invocation().table(call.string(0));
        if (!table.access().allowsRead()) {
            throw refusal(call, member, table.access());
        }
        return table.handle();
    }

    private static MapHandle writable(HostCall call, String member) {
        Invocation.Table table = call.invocation().table(call.string(0));
        if (!table.access().allowsWrite()) {
            throw refusal(call, member, table.access());
        }
        return table.handle();
    }

    private static RuntimeException refusal(HostCall call, String member, TableAccess access) {
        return call.typeError(
                "Cannot call \"%s\" on table named %s. This table is %s in current (%s) execution context."
                                .formatted(
                                        member,
                                        call.string(0),
                                        access.words(),
                                        call.invocation().mode().words())
                        + " See https://microsoft.github.io/CCF/main/audit/read_write_restrictions.html"
                        + " for more detail.");
    }

    private static Bytes bytes(HostCall call, int index) {
        byte[] bytes = call.bytes(index);
        if (bytes.length > MapHandle.BYTES_MAX) {
            throw call.rangeError(
                    bytes.length + " bytes are more than the store takes: " + MapHandle.BYTES_MAX);
        }
        return Bytes.wrap(bytes);
    }

    private static ByteBuffer copy(Bytes bytes) {
        return ByteBuffer.wrap(bytes.toArray());
    }
}
