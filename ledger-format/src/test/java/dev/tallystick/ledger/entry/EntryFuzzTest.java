package dev.tallystick.ledger.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.signature.SignatureTransaction;

import java.util.Objects;

/** Entries that nobody vouches for. Only {@link LedgerFormatException} may refuse them. */
class EntryFuzzTest {
    private static final TxId ID = new TxId(2, 3);
    private static final LedgerSecret SECRET = LedgerSecret.of(new byte[32], 1);
    private static final LedgerSecrets SECRETS = LedgerSecrets.of(SECRET);

    private final EntryDecoder decoder = new EntryDecoder();
    private final EntryEncoder encoder = new EntryEncoder();

    /** A whole entry, as far as it can be read without secrets. */
    @FuzzTest(maxDuration = "1m")
    void publicEntry(byte[] bytes) {
        Entry entry;
        try {
            entry = decoder.decodePublic(bytes);
            SignatureTransaction.from(entry).ifPresent(SignatureTransaction::loadTree);
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(Digest.sha256(bytes), entry.writeSetDigest());
        assertEquals(entry.publicWrites(), reread(entry.publicWrites()).publicWrites());
    }

    /** A private domain, which only a holder of the secret can have sealed. */
    @FuzzTest(maxDuration = "1m")
    void privateDomain(byte[] domain) {
        WriteSet writes;
        try {
            Entry entry = decoder.decode(sealed(domain), SECRETS);
            writes = Objects.requireNonNull(entry.privateWrites());
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(writes, reread(writes).privateWrites());
    }

    private Entry reread(WriteSet writes) {
        byte[] ours = encoder.encode(ID, 0, writes, Digest.ZERO, SECRET).bytes();
        encoder.encode(ID.next(), 0, WriteSet.EMPTY, Digest.ZERO, SECRET); // lets ID be used again
        return decoder.decode(ours, SECRETS);
    }

    /** An entry without public maps whose ciphertext is {@code domain}, encrypted. */
    private static byte[] sealed(byte[] domain) {
        EntryType type = EntryType.WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS;
        int publicLength = EntryHeader.domainHeaderSize(type);
        byte[] entry = new byte[EntryLayout.PUBLIC_OFFSET + publicLength + domain.length];
        EntryLayout.putLong(entry, 0, EntryLayout.headerWord(0, entry.length));
        EntryLayout.putLong(entry, EntryLayout.IV_OFFSET, ID.seqno());
        EntryLayout.putInt(entry, EntryLayout.VIEW_OFFSET, (int) ID.view());
        EntryLayout.putLong(entry, EntryLayout.PUBLIC_LENGTH_OFFSET, publicLength);
        DomainWriter writer = new DomainWriter();
        writer.begin(entry, EntryLayout.PUBLIC_OFFSET);
        writer.domainHeader(type, ID.seqno(), Digest.ZERO, Digest.ZERO);
        EntryCrypto crypto = new EntryCrypto();
        crypto.use(SECRET);
        crypto.seal(entry, publicLength, domain);
        return entry;
    }
}
