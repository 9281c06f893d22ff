package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptException;
import dev.tallystick.ledger.receipt.ReceiptVerifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies a snapshot file offline: every step of spec 01, 7.5, and more (see {@link
 * SnapshotCheck}). One pass reads, hashes and, given the ledger secret, authenticates the file; a
 * few rows are then looked up, and the private maps are read once more.
 *
 * <p>Works in the memory that {@link SnapshotReader} needs. The file must not change meanwhile.
 */
public final class SnapshotVerifier {
    private final SnapshotReader reader;
    private final Trust trust;
    private final Set<SnapshotCheck> passed = EnumSet.noneOf(SnapshotCheck.class);
    private final Map<SnapshotCheck, String> notMade = new EnumMap<>(SnapshotCheck.class);

    private SnapshotVerifier(SnapshotReader reader, Trust trust) {
        this.reader = reader;
        this.trust = trust;
    }

    /**
     * What the caller knows from elsewhere.
     *
     * @param service certificate of the service that the snapshot must be of; null to take the word
     *     of the snapshot
     * @param secrets may be none; needed to check the private domain
     */
    public record Trust(@Nullable Certificate service, LedgerSecrets secrets) {
        /** Nothing: shows only whether the snapshot agrees with itself. */
        public static final Trust NONE = new Trust(null, LedgerSecrets.NONE);
    }

    /**
     * Verifies a file.
     *
     * @throws SnapshotException naming the first check that fails
     * @throws IOException if the file cannot be read
     */
    public static VerifiedSnapshot verify(Path file, Trust trust) throws IOException {
        try (SnapshotReader reader = open(file)) {
            return new SnapshotVerifier(reader, trust).verify();
        }
    }

    private static SnapshotReader open(Path file) throws IOException {
        try {
            return SnapshotReader.open(file);
        } catch (LedgerFormatException e) {
            throw failed(SnapshotCheck.ENTRY, e);
        }
    }

    private VerifiedSnapshot verify() throws IOException {
        passed.add(SnapshotCheck.ENTRY);
        byte[] receiptBytes = read(SnapshotCheck.RECEIPT, reader::receiptBytes);
        Receipt receipt =
                read(SnapshotCheck.RECEIPT, () -> Receipt.fromJson(Json.parse(receiptBytes)));
        ContentCount publicContent = new ContentCount(reader.header().seqno());
        LedgerSecret secret = trust.secrets().find(reader.header().seqno()).orElse(null);
        SnapshotReader.Walk walk = reader.walk(publicContent::count, secret);
        checkClaims(receipt, walk.digest());
        if (walk.malformed() != null) {
            throw failed(SnapshotCheck.CONTENT, walk.malformed());
        }
        passed.add(SnapshotCheck.CONTENT);

        Certificate inside = read(SnapshotCheck.SERVICE, this::serviceInside);
        Certificate service = trust.service() == null ? inside : trust.service();
        ReceiptVerifier.Proven proven = checkReceipt(receipt, service, walk.digest());
        checkService(inside);
        TxId evidence = checkEvidence(receipt, proven);

        SnapshotHistory history = SnapshotHistory.read(reader);
        passed.add(SnapshotCheck.TREE);
        run(SnapshotCheck.HISTORY, () -> history.checkBeginning(receipt.proof(), evidence));
        run(SnapshotCheck.TREE_SIGNATURE, () -> history.checkNodeSignature(inside));
        run(SnapshotCheck.COSE_SIGNATURE, () -> history.checkCoseSignature(inside));
        VerifiedSnapshot.Content privateContent = checkPrivate(walk, secret);
        run(SnapshotCheck.LEAF, () -> history.checkLeaf(secret));
        run(SnapshotCheck.SPELLING, () -> checkSpelling(receipt, receiptBytes));
        run(SnapshotCheck.FILE_NAME, () -> checkFileName(evidence));
        return new VerifiedSnapshot(
                reader.header(),
                walk.digest(),
                evidence,
                receipt.nodeId(),
                new VerifiedSnapshot.Service(service, trust.service() != null),
                publicContent.of(reader.publicSize()),
                privateContent,
                passed,
                notMade);
    }

    /** A check that could not be made gives the reason. */
    interface Checked {
        Optional<String> make() throws IOException;
    }

    /** What may turn out to be malformed. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private void run(SnapshotCheck check, Checked checked) throws IOException {
        Optional<String> reason = read(check, checked::make);
        if (reason.isPresent()) {
            notMade.put(check, reason.get());
        } else {
            passed.add(check);
        }
    }

    /** Something without which the check fails. */
    private static <T> T read(SnapshotCheck check, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (LedgerFormatException e) {
            throw failed(check, e);
        }
    }

    static SnapshotException failed(SnapshotCheck check, LedgerFormatException e) {
        return new SnapshotException(check, String.valueOf(e.getMessage()));
    }

    private void checkClaims(Receipt receipt, Digest digest) {
        switch (receipt.leaf()) {
            case Receipt.Leaf.Components components -> {
                if (components.claimsDigest() == null) {
                    throw new SnapshotException(
                            SnapshotCheck.RECEIPT, "the receipt has no claims digest");
                }
                if (!components.claimsDigest().equals(digest)) {
                    throw new SnapshotException(
                            SnapshotCheck.CLAIMS_DIGEST,
                            "the snapshot entry has digest "
                                    + digest.hex()
                                    + ", the receipt is for "
                                    + components.claimsDigest().hex());
                }
            }
            case Receipt.Leaf.Plain plain ->
                    throw new SnapshotException(
                            SnapshotCheck.RECEIPT, "the receipt has no leaf components");
        }
        passed.addAll(EnumSet.of(SnapshotCheck.RECEIPT, SnapshotCheck.CLAIMS_DIGEST));
    }

    private Certificate serviceInside() throws IOException {
        SnapshotRow row =
                reader.publicRow(TableNames.SERVICE_INFO, Bytes.EIGHT_ZEROS)
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "the snapshot has no service.info"));
        return Certificate.fromPem(
                JsonFields.of(Json.parse(row.value()), "service.info").text("cert"));
    }

    private ReceiptVerifier.Proven checkReceipt(
            Receipt receipt, Certificate service, Digest digest) {
        try {
            ReceiptVerifier.Proven proven = ReceiptVerifier.verify(receipt, service, digest);
            passed.addAll(
                    EnumSet.of(
                            SnapshotCheck.NODE_ID,
                            SnapshotCheck.SIGNATURE,
                            SnapshotCheck.ENDORSEMENT));
            return proven;
        } catch (ReceiptException e) {
            SnapshotCheck check =
                    switch (e.check()) {
                        case FORM, HEADER, LEAF, LEDGER -> SnapshotCheck.RECEIPT;
                        case NODE_ID -> SnapshotCheck.NODE_ID;
                        case ROOT, SIGNATURE -> SnapshotCheck.SIGNATURE;
                        case ENDORSEMENT -> SnapshotCheck.ENDORSEMENT;
                    };
            throw new SnapshotException(check, String.valueOf(e.getMessage()));
        }
    }

    private void checkService(Certificate inside) throws IOException {
        run(
                SnapshotCheck.SERVICE,
                () -> {
                    if (trust.service() == null) {
                        return Optional.of("no service certificate was given");
                    }
                    if (!inside.publicKey().equals(trust.service().publicKey())) {
                        throw new LedgerFormatException(
                                "the snapshot is of the service "
                                        + inside.publicKey().idHex()
                                        + ", not of "
                                        + trust.service().publicKey().idHex());
                    }
                    return Optional.empty();
                });
    }

    private TxId checkEvidence(Receipt receipt, ReceiptVerifier.Proven proven) {
        TxId snapshot = reader.header().txId();
        TxId evidence = proven.txId();
        if (evidence == null
                || evidence.seqno() <= snapshot.seqno()
                || evidence.view() < snapshot.view()) {
            throw new SnapshotException(
                    SnapshotCheck.EVIDENCE,
                    "transaction " + evidence + " cannot be evidence of a snapshot of " + snapshot);
        }
        long leftSteps = receipt.proof().steps().stream().filter(step -> step.left()).count();
        if (leftSteps != Long.bitCount(evidence.seqno())) {
            throw new SnapshotException(
                    SnapshotCheck.EVIDENCE,
                    "a proof with " + leftSteps + " left steps is not that of " + evidence);
        }
        passed.add(SnapshotCheck.EVIDENCE);
        return evidence;
    }

    private VerifiedSnapshot.@Nullable Content checkPrivate(
            SnapshotReader.Walk walk, @Nullable LedgerSecret secret) throws IOException {
        if (secret == null) {
            notMade.put(SnapshotCheck.PRIVATE_DOMAIN, "no ledger secret is known for its seqno");
            return null;
        }
        ContentCount content = new ContentCount(reader.header().seqno());
        run(
                SnapshotCheck.PRIVATE_DOMAIN,
                () -> {
                    if (!walk.isAuthentic()) {
                        throw new LedgerFormatException(
                                "the tag fits neither the ledger secret nor the content");
                    }
                    content.count(reader.decrypted(secret));
                    return Optional.empty();
                });
        return content.of(reader.privateSize());
    }

    private Optional<String> checkFileName(TxId evidence) {
        SnapshotFileName name = SnapshotFileName.of(reader.path()).orElse(null);
        if (name == null) {
            return Optional.of("the file is not named like a snapshot");
        }
        long seqno = reader.header().seqno();
        if (name.seqno() != seqno || name.evidenceSeqno() != evidence.seqno()) {
            throw new LedgerFormatException(
                    name
                            + " holds the snapshot of seqno "
                            + seqno
                            + " with its evidence at "
                            + evidence.seqno());
        }
        return Optional.empty();
    }

    /**
     * White space, unknown fields, or another spelling of the same value are covered by nothing.
     */
    private static Optional<String> checkSpelling(Receipt receipt, byte[] bytes) {
        byte[] canonical = Json.canonical(receipt.toJson()).getBytes(StandardCharsets.UTF_8);
        String pem = receipt.certificatePem();
        if (!Arrays.equals(bytes, canonical) || !Certificate.fromPem(pem).pem().equals(pem)) {
            throw new LedgerFormatException(
                    "the receipt proves the snapshot, but is not spelt as CCF spells receipts");
        }
        return Optional.empty();
    }
}
