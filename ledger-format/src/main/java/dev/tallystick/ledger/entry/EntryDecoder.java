package dev.tallystick.ledger.entry;

import static dev.tallystick.ledger.entry.EntryLayout.PUBLIC_OFFSET;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads ledger entries of all types, with the checks of spec 01, 2.9 that need no other entry.
 *
 * <p>Confined to one thread: its cipher and hashes are reused. Refuses bytes only by {@link
 * LedgerFormatException}.
 */
public final class EntryDecoder {
    private static final Set<String> SIGNATURE_MAPS =
            Set.of(TableNames.SIGNATURES, TableNames.COSE_SIGNATURES, TableNames.TREE);

    private final EntryCrypto crypto = new EntryCrypto();

    /**
     * Reads and authenticates an entry, private maps included.
     *
     * @param entry the whole entry; read, not kept
     * @throws LedgerFormatException if the entry is malformed or not authentic, or if {@code
     *     secrets} has none for its seqno
     */
    public Entry decode(byte[] entry, LedgerSecrets secrets) {
        EntryHeader header = EntryHeader.of(entry);
        byte[] privateDomain = open(entry, header, secrets);
        WriteSet privateWrites =
                new DomainReader(privateDomain, 0, privateDomain.length).maps(false);
        return decode(entry, header, privateWrites);
    }

    /**
     * Reads the public maps only; the ciphertext is neither decrypted nor authenticated.
     *
     * @param entry the whole entry; read, not kept
     * @throws LedgerFormatException if the entry is malformed
     */
    public Entry decodePublic(byte[] entry) {
        return decode(entry, EntryHeader.of(entry), null);
    }

    /**
     * Reads and authenticates an entry, but keeps of its maps only the private ones: for whoever
     * has read the public ones before. These are not looked at.
     *
     * @param entry the whole entry; read, not kept
     * @throws LedgerFormatException as {@link #decode}, for what is not about public maps
     */
    public PrivatePart decodePrivate(byte[] entry, LedgerSecrets secrets) {
        EntryHeader header = EntryHeader.of(entry);
        byte[] privateDomain = open(entry, header, secrets);
        return new PrivatePart(
                header,
                leaf(header.type(), entry, 0, entry.length),
                new DomainReader(privateDomain, 0, privateDomain.length).maps(false));
    }

    /**
     * Checks an entry in place as {@link #decodePublic} does, but keeps what it says only if it
     * writes to the service's own tables: several times faster for all others.
     *
     * @param bytes holds the entry; read, not kept
     * @param offset where the entry begins
     * @param length its bytes, header included
     * @throws LedgerFormatException if the entry is malformed
     */
    public CheckedEntry check(byte[] bytes, int offset, int length) {
        EntryHeader header = EntryHeader.of(bytes, offset, length);
        int maps = EntryHeader.domainHeaderSize(header.type());
        DomainReader reader =
                new DomainReader(
                        bytes, offset + PUBLIC_OFFSET + maps, header.publicLength() - maps, offset);
        if (reader.checkMaps(true)) {
            Entry entry = decodePublic(Arrays.copyOfRange(bytes, offset, offset + length));
            return new CheckedEntry(header, entry.leaf(), entry);
        }
        return new CheckedEntry(header, leaf(header.type(), bytes, offset, length), null);
    }

    /**
     * Checks an entry in place as {@link #decode} does, its commit evidence too; keeps what it says
     * as {@link #check(byte[], int, int)}.
     *
     * @throws LedgerFormatException as {@link #decode}, and if its commit evidence digest is not
     *     from the ledger secret
     */
    public CheckedEntry check(byte[] bytes, int offset, int length, LedgerSecrets secrets) {
        CheckedEntry checked = check(bytes, offset, length);
        byte[] entry = Arrays.copyOfRange(bytes, offset, offset + length);
        byte[] privateDomain = open(entry, checked.header(), secrets);
        new DomainReader(privateDomain, 0, privateDomain.length).checkMaps(false);
        EntryType type = checked.header().type();
        if (type.hasCommitEvidence()) {
            int evidence = EntryLayout.DIGESTS_OFFSET + (type.hasClaims() ? Digest.LENGTH : 0);
            if (!Digest.of(entry, evidence)
                    .equals(crypto.evidenceDigest(checked.header().txId()))) {
                throw new LedgerFormatException(
                        "the commit evidence digest is not from the ledger secret");
            }
        }
        if (privateDomain.length > 0 && checked.entry() != null && checked.entry().isSignature()) {
            throw new LedgerFormatException("a signature transaction writes private maps");
        }
        return checked;
    }

    private Digest leaf(EntryType type, byte[] bytes, int offset, int length) {
        MessageDigest sha256 = crypto.sha256();
        sha256.update(bytes, offset, length);
        return EntryLeaf.of(type, bytes, offset, Digest.finish(sha256), sha256);
    }

    private byte[] open(byte[] entry, EntryHeader header, LedgerSecrets secrets) {
        LedgerSecret secret =
                secrets.find(header.txId().seqno())
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "no ledger secret is known for entry "
                                                        + header.txId()));
        crypto.use(secret);
        return crypto.open(entry, header.publicLength());
    }

    private Entry decode(byte[] entry, EntryHeader header, @Nullable WriteSet privateWrites) {
        EntryType type = header.type();
        DomainReader reader = new DomainReader(entry, PUBLIC_OFFSET, header.publicLength());
        reader.skip(EntryLayout.DIGESTS_OFFSET - PUBLIC_OFFSET);
        Digest claims = type.hasClaims() ? reader.digest() : Digest.ZERO;
        Digest evidenceDigest = type.hasCommitEvidence() ? reader.digest() : null;
        reader.skip(EntryLayout.RESERVED_SIZE);
        WriteSet publicWrites = reader.maps(true);
        checkSignatureMaps(publicWrites, privateWrites);

        MessageDigest sha256 = crypto.sha256();
        sha256.update(entry);
        Digest writeSetDigest = Digest.finish(sha256);
        return new Entry(
                header.txId(),
                type,
                header.flags(),
                claims,
                evidenceDigest,
                publicWrites,
                privateWrites,
                writeSetDigest,
                EntryLeaf.of(type, entry, 0, writeSetDigest, sha256));
    }

    /** A signature transaction writes signatures and tree, perhaps a COSE signature, no more. */
    private static void checkSignatureMaps(
            WriteSet publicWrites, @Nullable WriteSet privateWrites) {
        if (publicWrites.map(TableNames.SIGNATURES).isEmpty()) {
            return;
        }
        boolean isLegal =
                publicWrites.map(TableNames.TREE).isPresent()
                        && publicWrites.maps().stream()
                                .allMatch(map -> SIGNATURE_MAPS.contains(map.name()))
                        && (privateWrites == null || privateWrites.isEmpty());
        if (!isLegal) {
            throw new LedgerFormatException(
                    "a signature transaction writes other maps than signatures and tree: "
                            + publicWrites.maps().stream().map(MapWrites::name).toList());
        }
    }
}
