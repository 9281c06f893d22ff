package dev.tallystick.ledger.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.shares.RecordedSecrets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Recorded entries, decrypted with the members' keys and encrypted again. */
@Tag("crypto")
class RealPrivateEntriesTest {
    @ParameterizedTest
    @CsvSource({
        "ccf7-service/node0/ledger, ccf7-service/keys, 2",
        "ccf7-service/recovered_node/ledger, ccf7-service/keys, 2",
        "ccf-services/cose_flipflop_service/ledger, ccf-services/cose_flipflop_service/common, 1",
        "ccf-services/eol_service/ledger, ccf-services/eol_service/common, 3"
    })
    void wholeEntriesEncodeToTheSameBytes(String directory, String keys, int threshold) {
        LedgerSecrets secrets =
                RecordedSecrets.recover(RecordedLedger.entries(directory), keys, threshold);
        EntryDecoder decoder = new EntryDecoder();
        EntryEncoder encoder = new EntryEncoder();
        int count = 0;
        for (RawEntry raw : RecordedLedger.raw(directory)) {
            Entry entry = decoder.decode(raw.bytes(), secrets);
            if (entry.type() == EntryType.WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS) {
                EncodedEntry encoded = encode(encoder, entry, secrets);

                String where = "entry " + entry.txId();
                assertArrayEquals(raw.bytes(), encoded.bytes(), where);
                assertEquals(entry.leaf(), encoded.leaf(), where);
                assertEquals(entry.commitEvidenceDigest(), encoded.commitEvidenceDigest(), where);
                count++;
            }
        }
        assertTrue(count > 40, "only " + count + " entries");
    }

    private static EncodedEntry encode(EntryEncoder encoder, Entry entry, LedgerSecrets secrets) {
        List<MapWrites> maps = new ArrayList<>(entry.publicWrites().maps());
        maps.addAll(Objects.requireNonNull(entry.privateWrites()).maps());
        return encoder.encode(
                entry.txId(),
                entry.flags(),
                new WriteSet(maps),
                entry.claims(),
                secrets.at(entry.txId().seqno()));
    }
}
