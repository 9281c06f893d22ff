package dev.tallystick.kv;

import static dev.tallystick.kv.ForgedEntry.blob;
import static dev.tallystick.kv.ForgedEntry.concat;
import static dev.tallystick.kv.ForgedEntry.map;
import static dev.tallystick.kv.ForgedEntry.u64;

import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Entries that a backup must refuse, each made from a good one, which has a public map, a private
 * map, and seqno {@value #SEQNO} in view 2 (spec 01, 1.5 and 2.9).
 */
@SuppressWarnings("ImmutableEnumChecker") // what makes an entry bad is a function without state
enum BadEntry {
    EMPTY(bytes -> new byte[0]),
    LESS_THAN_A_HEADER(bytes -> Arrays.copyOf(bytes, 7)),
    ONLY_A_HEADER(bytes -> Arrays.copyOf(bytes, 8)),
    CUT_IN_THE_PUBLIC_DOMAIN(bytes -> Arrays.copyOf(bytes, 60)),
    CUT_BY_ONE(bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
    ONE_BYTE_TOO_MUCH(bytes -> Arrays.copyOf(bytes, bytes.length + 1)),
    FORMAT_VERSION(bytes -> put(bytes, 0, 2)),
    PUBLIC_LENGTH_BEYOND_THE_END(bytes -> putLong(bytes, 36, bytes.length)),
    PUBLIC_LENGTH_NEGATIVE(bytes -> putLong(bytes, 36, -1)),
    PUBLIC_LENGTH_THAT_OVERFLOWS_AN_INT(bytes -> putLong(bytes, 36, (1L << 32) + 100)),
    PUBLIC_LENGTH_TOO_SHORT_FOR_DIGESTS(bytes -> putLong(bytes, 36, 17)),
    SNAPSHOT_BIT(bytes -> put(bytes, 35, 0x80)),
    OTHER_SEQNO_IN_THE_IV(bytes -> putLong(bytes, 24, BadEntry.SEQNO + 1)),
    WRONG_TAG(bytes -> put(bytes, 8, bytes[8] ^ 1), Seen.ONLY_WITH_SECRETS),
    WRONG_CIPHERTEXT(
            bytes -> put(bytes, bytes.length - 1, bytes[bytes.length - 1] ^ 1),
            Seen.ONLY_WITH_SECRETS),
    UNAUTHENTIC_CLAIMS(bytes -> put(bytes, 60, bytes[60] ^ 1), Seen.ONLY_WITH_SECRETS),
    UNAUTHENTIC_LATER_VIEW(bytes -> put(bytes, 32, 3), Seen.ONLY_WITH_SECRETS),

    ANOTHER_SERVICE(LedgerSecret.random(1), Seen.ONLY_WITH_SECRETS),

    UNKNOWN_TYPE(forged(e -> e.withType(5))),
    SNAPSHOT_TYPE(forged(e -> e.withType(1))),
    VIEW_ZERO(forged(e -> e.at(0, BadEntry.SEQNO))),
    EARLIER_VIEW(forged(e -> e.at(1, BadEntry.SEQNO))),
    SEQNO_ZERO(forged(e -> e.at(2, 0))),
    SEQNO_NEGATIVE(forged(e -> e.at(2, -5))),
    SEQNO_OF_A_COMMITTED_ENTRY(forged(e -> e.at(3, 1))),
    A_GAP(forged(e -> e.at(2, BadEntry.SEQNO + 4))),
    A_HUGE_SEQNO(forged(e -> e.at(2, Long.MAX_VALUE))),

    MAP_TWICE(forged(e -> e.withPublic(map("public:a"), map("public:a")))),
    PRIVATE_MAP_TWICE(forged(e -> e.withPrivate(map("a"), map("a"))), Seen.ONLY_WITH_SECRETS),
    MAP_TWICE_NOT_IN_A_ROW(
            forged(e -> e.withPublic(map("public:a"), map("public:b"), map("public:a")))),
    PRIVATE_MAP_AMONG_THE_PUBLIC(forged(e -> e.withPublic(map("public:a"), map("a")))),
    PUBLIC_MAP_AMONG_THE_PRIVATE(
            forged(e -> e.withPrivate(map("public:a"))), Seen.ONLY_WITH_SECRETS),
    TRAILING_BYTE(forged(e -> e.withPublic(map("public:a"), new byte[1]))),
    TRAILING_ZEROS(forged(e -> e.withPublic(map("public:a"), new byte[9]))),
    TRAILING_PRIVATE_BYTE(
            forged(e -> e.withPrivate(map("a"), new byte[1])), Seen.ONLY_WITH_SECRETS),
    CUT_MAP(forged(e -> e.withPublic(Arrays.copyOf(map("public:a"), 30)))),
    CUT_PRIVATE_MAP(
            forged(e -> e.withPrivate(Arrays.copyOf(map("a"), 30))), Seen.ONLY_WITH_SECRETS),
    NAME_BEYOND_THE_END(forged(e -> e.withPublic(u64(1_000_000), new byte[100]))),
    NAME_OF_NEGATIVE_LENGTH(forged(e -> e.withPublic(u64(-1), new byte[100]))),
    NAME_LENGTH_THAT_OVERFLOWS(forged(e -> e.withPublic(u64(Long.MAX_VALUE), new byte[100]))),
    NAME_THAT_IS_NO_TEXT(
            forged(e -> e.withPublic(u64(8), text("public:"), new byte[] {-1}, end()))),
    NAME_THAT_ENDS_IN_A_BROKEN_LETTER(
            forged(e -> e.withPublic(u64(9), text("public:"), new byte[] {-61, 40}, end()))),
    KEY_BEYOND_THE_END(forged(e -> e.withPublic(blob("public:a"), oneWrite(), u64(99), end()))),
    KEY_LENGTH_THAT_OVERFLOWS(
            forged(e -> e.withPublic(blob("public:a"), oneWrite(), u64(-1L >>> 1), end()))),
    VALUE_BEYOND_THE_END(
            forged(e -> e.withPublic(blob("public:a"), oneWrite(), blob("k"), u64(99), end()))),
    COUNT_OF_WRITES_THAT_OVERFLOWS(
            forged(e -> e.withPublic(blob("public:a"), u64(0), u64(0), u64(1L << 62), end()))),
    COUNT_OF_WRITES_NEGATIVE(
            forged(e -> e.withPublic(blob("public:a"), u64(0), u64(0), u64(-1), end()))),
    COUNT_OF_REMOVALS_THAT_OVERFLOWS(
            forged(e -> e.withPublic(blob("public:a"), u64(0), u64(0), u64(0), u64(1L << 61)))),
    READS(forged(e -> e.withPublic(blob("public:a"), u64(0), u64(1), u64(0), u64(0)))),

    SIGNATURE_THAT_WRITES_ANOTHER_TABLE(
            forged(
                    e ->
                            e.withPrivate()
                                    .withPublic(
                                            map("public:a"),
                                            map(TableNames.SIGNATURES),
                                            map(TableNames.TREE)))),
    SIGNATURE_WITHOUT_A_TREE(forged(e -> e.withPrivate().withPublic(map(TableNames.SIGNATURES)))),
    SIGNATURE_THAT_WRITES_A_PRIVATE_MAP(
            forged(e -> e.withPublic(map(TableNames.SIGNATURES), map(TableNames.TREE)))),
    SIGNATURE_OF_ANOTHER_ROOT(
            forged(
                    e ->
                            e.withPrivate()
                                    .withPublic(map(TableNames.SIGNATURES), map(TableNames.TREE)))),
    TREE_IN_AN_ORDINARY_ENTRY(forged(e -> e.withPublic(map(TableNames.TREE)))),
    COSE_SIGNATURE_IN_AN_ORDINARY_ENTRY(
            forged(e -> e.withPublic(map("public:a"), map(TableNames.COSE_SIGNATURES)))),
    CHUNK_END_IN_AN_ORDINARY_ENTRY(forged(e -> e.withFlags(EntryFlags.FORCE_CHUNK_AFTER))),
    UNKNOWN_FLAG(forged(e -> e.withFlags(0x40)));

    /** Place of the good entry. */
    static final long SEQNO = 5;

    private final Making making;
    private final Seen seen;

    private interface Making {
        byte[] from(byte[] good, LedgerSecret secret);
    }

    /** When the fault can be seen in the entry itself. */
    private enum Seen {
        ALWAYS,
        ONLY_WITH_SECRETS
    }

    BadEntry(UnaryOperator<byte[]> change) {
        this(change, Seen.ALWAYS);
    }

    BadEntry(UnaryOperator<byte[]> change, Seen seen) {
        this((good, secret) -> change.apply(good.clone()), seen);
    }

    BadEntry(LedgerSecret other, Seen seen) {
        this((good, secret) -> ForgedEntry.of(good, secret).seal(other), seen);
    }

    BadEntry(Making making) {
        this(making, Seen.ALWAYS);
    }

    BadEntry(Making making, Seen seen) {
        this.making = making;
        this.seen = seen;
    }

    /** Its tag is right. */
    private static Making forged(Consumer<ForgedEntry> change) {
        return (good, secret) -> {
            ForgedEntry entry = ForgedEntry.of(good, secret);
            change.accept(entry);
            return entry.seal(secret);
        };
    }

    /** What follows the name of a map with one write. */
    private static byte[] oneWrite() {
        return concat(u64(0), u64(0), u64(1));
    }

    /** Zeros that could be read as numbers. */
    private static byte[] end() {
        return new byte[32];
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] put(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    private static byte[] putLong(byte[] bytes, int at, long value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
        return bytes;
    }

    byte[] from(byte[] good, LedgerSecret secret) {
        return making.from(good, secret);
    }

    boolean isSeenWithoutSecrets() {
        return seen == Seen.ALWAYS;
    }
}
