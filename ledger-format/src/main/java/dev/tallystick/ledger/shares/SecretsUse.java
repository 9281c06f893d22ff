package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tries recovered secrets on the entries they are for: does each private domain open, and is each
 * commit evidence digest theirs? Confined to one thread.
 */
public final class SecretsUse {
    private final LedgerSecrets secrets;
    private final long unknownFrom;
    private final EntryDecoder decoder = new EntryDecoder();

    /** By the first seqno of the secret; 0 stands for entries of which no secret is known. */
    private final TreeMap<Long, Tally> tallies = new TreeMap<>();

    private @Nullable String firstFault;

    /** Counts so far, of one secret. */
    private static final class Tally {
        private long entries;
        private long domains;
        private long domainsOpened;
        private long evidences;
        private long evidencesMatched;
    }

    /**
     * What one secret is for.
     *
     * @param validFrom first seqno of the secret; 0 for entries of which no secret is known
     * @param entries how many there are
     * @param domains those with private maps
     * @param domainsOpened of them, those that are authentic under the secret
     * @param evidences entries with a commit evidence digest
     * @param evidencesMatched of them, those whose digest is from the secret
     */
    public record Use(
            long validFrom,
            long entries,
            long domains,
            long domainsOpened,
            long evidences,
            long evidencesMatched) {
        /** Whether the secret opens everything that it is for. */
        public boolean isComplete() {
            return domains == domainsOpened && evidences == evidencesMatched;
        }
    }

    /** Nothing tried yet. */
    public SecretsUse(RecoveredSecrets recovered) {
        this.secrets = recovered.secrets();
        this.unknownFrom = recovered.unknownFrom().orElse(Long.MAX_VALUE);
        secrets.oldestFirst().forEach(secret -> tallies.put(secret.validFrom(), new Tally()));
    }

    /**
     * Tries the secret of an entry.
     *
     * @param bytes the whole entry; read, not kept
     * @throws LedgerFormatException if its form, not its encryption, is wrong
     */
    public void accept(byte[] bytes) {
        EntryHeader header = EntryHeader.of(bytes);
        long seqno = header.txId().seqno();
        Optional<LedgerSecret> secret =
                seqno < unknownFrom ? secrets.find(seqno) : Optional.empty();
        Tally tally =
                tallies.computeIfAbsent(
                        secret.map(LedgerSecret::validFrom).orElse(0L), from -> new Tally());
        Entry entry = decoder.decodePublic(bytes);
        boolean hasDomain = header.privateLength() > 0;
        tally.entries++;
        tally.domains += hasDomain ? 1 : 0;
        tally.evidences += entry.commitEvidenceDigest() == null ? 0 : 1;
        if (secret.isPresent()) {
            tally.domainsOpened += opens(bytes, entry) && hasDomain ? 1 : 0;
            tally.evidencesMatched += matches(entry, secret.get()) ? 1 : 0;
        }
    }

    private boolean opens(byte[] bytes, Entry entry) {
        try {
            decoder.decode(bytes, secrets);
            return true;
        } catch (LedgerFormatException e) {
            fault(entry.txId() + ": " + e.getMessage());
            return false;
        }
    }

    private boolean matches(Entry entry, LedgerSecret secret) {
        if (entry.commitEvidenceDigest() == null) {
            return false;
        }
        String evidence = CommitEvidence.text(secret, entry.txId());
        boolean isMatch = CommitEvidence.digest(evidence).equals(entry.commitEvidenceDigest());
        if (!isMatch) {
            fault(entry.txId() + ": the commit evidence digest is not from the ledger secret");
        }
        return isMatch;
    }

    private void fault(String text) {
        if (firstFault == null) {
            firstFault = text;
        }
    }

    /** One element for each secret, oldest first; before them, if any, what no secret is for. */
    public List<Use> uses() {
        List<Use> uses = new ArrayList<>();
        tallies.forEach(
                (validFrom, tally) ->
                        uses.add(
                                new Use(
                                        validFrom,
                                        tally.entries,
                                        tally.domains,
                                        tally.domainsOpened,
                                        tally.evidences,
                                        tally.evidencesMatched)));
        return uses;
    }

    /** The first entry that did not open or match, and why; nothing if all did. */
    public Optional<String> firstFault() {
        return Optional.ofNullable(firstFault);
    }
}
