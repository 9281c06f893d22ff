package dev.tallystick.ledger.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.RealLedgers;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.shares.RecordedSecrets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Every recorded entry, decrypted with the members' keys and encrypted again. */
@Tag("crypto")
class RealPrivateEntriesTest {
    /** A recorded ledger, and what recovers its secrets. */
    enum Recorded {
        NODE0("ccf7-service/node0/ledger", "ccf7-service/keys", 2),
        NODE1("ccf7-service/node1/ledger", NODE0),
        RECOVERED("ccf7-service/recovered_node/ledger", "ccf7-service/keys", 2),
        LOGGING("ccf7-service/logging_app/ledger", "ccf7-service/keys", 1),
        FLIPFLOP(
                "ccf-services/cose_flipflop_service/ledger",
                "ccf-services/cose_flipflop_service/common",
                1),
        EOL("ccf-services/eol_service/ledger", "ccf-services/eol_service/common", 3);

        private final String directory;
        private final String directoryOfSecrets;
        private final String keys;
        private final int threshold;

        Recorded(String directory, String keys, int threshold) {
            this.directory = directory;
            this.directoryOfSecrets = directory;
            this.keys = keys;
            this.threshold = threshold;
        }

        /** A node of the same service whose own files begin too late to tell the secrets. */
        Recorded(String directory, Recorded other) {
            this.directory = directory;
            this.directoryOfSecrets = other.directory;
            this.keys = other.keys;
            this.threshold = other.threshold;
        }

        LedgerSecrets secrets() {
            return RecordedSecrets.recover(
                    RecordedLedger.entries(directoryOfSecrets), keys, threshold);
        }
    }

    @Test
    void allRecordedLedgersAreHere() {
        TreeSet<Path> tested = new TreeSet<>();
        for (Recorded recorded : Recorded.values()) {
            tested.add(RecordedServices.path(recorded.directory));
        }
        assertEquals(new TreeSet<>(RealLedgers.directories()), tested);
    }

    @ParameterizedTest
    @EnumSource
    void everyEntryEncodesToTheSameBytes(Recorded recorded) {
        LedgerSecrets secrets = recorded.secrets();
        EntryDecoder decoder = new EntryDecoder();
        EntryEncoder encoder = new EntryEncoder();
        List<RawEntry> entries = RecordedLedger.raw(recorded.directory);
        int privateCount = 0;
        for (RawEntry raw : entries) {
            Entry entry = decoder.decode(raw.bytes(), secrets);
            LedgerSecret secret = secrets.at(entry.txId().seqno());
            String where = "entry " + entry.txId();
            if (entry.type() == EntryType.WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS) {
                EncodedEntry encoded = encode(encoder, entry, secret);
                assertArrayEquals(raw.bytes(), encoded.bytes(), where);
                assertEquals(entry.leaf(), encoded.leaf(), where);
                assertEquals(entry.commitEvidenceDigest(), encoded.commitEvidenceDigest(), where);
            } else {
                assertArrayEquals(raw.bytes(), reassembled(entry, raw.bytes(), secret), where);
            }
            privateCount += Objects.requireNonNull(entry.privateWrites()).isEmpty() ? 0 : 1;
        }
        assertTrue(privateCount > 0, "no private entry among " + entries.size());
    }

    private static EncodedEntry encode(EntryEncoder encoder, Entry entry, LedgerSecret secret) {
        List<MapWrites> maps = new ArrayList<>(entry.publicWrites().maps());
        maps.addAll(Objects.requireNonNull(entry.privateWrites()).maps());
        return encoder.encode(
                entry.txId(), entry.flags(), new WriteSet(maps), entry.claims(), secret);
    }

    /**
     * What the encoder would write if it wrote the older types. Their reserved word, which nobody
     * reads, is not always zero: it is the one thing taken from the original.
     */
    private static byte[] reassembled(Entry entry, byte[] original, LedgerSecret secret) {
        List<MapWrites> publicMaps = entry.publicWrites().maps();
        List<MapWrites> privateMaps = Objects.requireNonNull(entry.privateWrites()).maps();
        int headerSize = EntryHeader.domainHeaderSize(entry.type());
        int publicLength = headerSize + (int) DomainWriter.sizeOf(publicMaps);
        byte[] privateDomain = new byte[(int) DomainWriter.sizeOf(privateMaps)];
        byte[] bytes = new byte[EntryLayout.PUBLIC_OFFSET + publicLength + privateDomain.length];
        EntryLayout.putLong(bytes, 0, EntryLayout.headerWord(entry.flags(), bytes.length));
        EntryLayout.putLong(bytes, EntryLayout.IV_OFFSET, entry.txId().seqno());
        EntryLayout.putInt(bytes, EntryLayout.VIEW_OFFSET, (int) entry.txId().view());
        EntryLayout.putLong(bytes, EntryLayout.PUBLIC_LENGTH_OFFSET, publicLength);
        DomainWriter writer = new DomainWriter();
        writer.begin(bytes, EntryLayout.PUBLIC_OFFSET);
        writer.domainHeader(
                entry.type(), entry.txId().seqno(), entry.claims(), entry.commitEvidenceDigest());
        writer.maps(publicMaps);
        writer.begin(privateDomain, 0);
        writer.maps(privateMaps);
        int reserved = EntryLayout.PUBLIC_OFFSET + headerSize - EntryLayout.RESERVED_SIZE;
        System.arraycopy(original, reserved, bytes, reserved, EntryLayout.RESERVED_SIZE);
        EntryCrypto crypto = new EntryCrypto();
        crypto.use(secret);
        crypto.seal(bytes, publicLength, privateDomain);
        return bytes;
    }

    /** No data folder is needed for the types that no recorded service holds. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SNAPSHOT")
    void allTypesAreReadAndReassembled(EntryType type) {
        LedgerSecret secret = LedgerSecret.of(new byte[32], 1);
        byte[] current =
                new EntryEncoder()
                        .encode(
                                new TxId(2, 3),
                                EntryFlags.NONE,
                                WriteSet.of(put("public:a"), put("b")),
                                Digest.sha256(new byte[] {1}),
                                secret)
                        .bytes();
        Entry template = new EntryDecoder().decode(current, LedgerSecrets.of(secret));
        Entry entry =
                new Entry(
                        template.txId(),
                        type,
                        template.flags(),
                        type.hasClaims() ? template.claims() : Digest.ZERO,
                        type.hasCommitEvidence() ? template.commitEvidenceDigest() : null,
                        template.publicWrites(),
                        template.privateWrites(),
                        template.writeSetDigest(),
                        template.leaf());

        byte[] bytes = reassembled(entry, new byte[current.length], secret);
        Entry read = new EntryDecoder().decode(bytes, LedgerSecrets.of(secret));

        assertEquals(type, read.type());
        assertEquals(entry.claims(), read.claims());
        assertEquals(entry.commitEvidenceDigest(), read.commitEvidenceDigest());
        assertEquals(entry.publicWrites(), read.publicWrites());
        assertEquals(entry.privateWrites(), read.privateWrites());
        assertEquals(leaf(read), read.leaf());
    }

    private static MapWrites put(String name) {
        return MapWrites.put(name, Bytes.utf8("k"), Bytes.utf8("v"));
    }

    /** Spec 01, 2.6, literally. */
    private static Digest leaf(Entry entry) {
        List<Digest> parts = new ArrayList<>();
        parts.add(entry.writeSetDigest());
        if (entry.type().hasCommitEvidence()) {
            parts.add(Objects.requireNonNull(entry.commitEvidenceDigest()));
        }
        if (entry.type().hasClaims()) {
            parts.add(entry.claims());
        }
        return parts.size() == 1 ? parts.getFirst() : Digest.sha256(parts.toArray(new Digest[0]));
    }
}
